import { ruleKeys } from '@/server/alerts/rule'
import type { Operation } from './api-operation'
import { type JsonSchema, parameterSchema } from './openapi-schemas'

export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description: string
  schema: JsonSchema
}

const made = new WeakMap<Operation, Parameter[]>()

/** What an operation takes beside its body: the id in its path, the query, and headers. Made once, as it takes a while. */
export function parametersOf(operation: Operation): Parameter[] {
  const parameters = made.get(operation) ?? makeParameters(operation)
  made.set(operation, parameters)
  return parameters
}

function makeParameters({ path, query, ifMatch, isRepeatable }: Operation): Parameter[] {
  const all: Parameter[] = []
  if (path.includes('{id}')) {
    all.push({
      name: 'id',
      in: 'path',
      required: true,
      description: idWords(path),
      schema: { type: 'string', format: 'uuid' },
    })
  }
  if (path.includes('{rule}')) {
    const schema: JsonSchema = { type: 'string', enum: [...ruleKeys] }
    all.push({ name: 'rule', in: 'path', required: true, description: 'Which rule', schema })
  }
  for (const [name, schema] of Object.entries(query?.schema.shape ?? {})) {
    const required = !schema.safeParse(undefined).success
    const description = query?.words[name] ?? ''
    all.push({ name, in: 'query', required, description, schema: parameterSchema(schema) })
  }
  if (ifMatch) {
    const description =
      'The ETag of the version that is changed: of another one nothing is changed, and the answer is 412'
    const required = ifMatch === 'required'
    all.push({ name: 'If-Match', in: 'header', required, description, schema: { type: 'string', examples: ['"3"'] } })
  }
  if (isRepeatable) {
    const description =
      'Any word of your own: whatever is repeated under it within 24 hours is done once, and answered the same'
    const schema: JsonSchema = { type: 'string', minLength: 1, maxLength: 200 }
    all.push({ name: 'Idempotency-Key', in: 'header', required: false, description, schema })
  }
  return all
}

function idWords(path: string): string {
  const [, noun] = /^\/api\/v1\/(\w+)s\//.exec(path) ?? []
  return `Of the ${noun}`
}
