import { z } from 'zod'
import { answerSchemas, bodySchemas } from './api-schemas'

export type JsonSchema = z.core.JSONSchema.JSONSchema

const uri = (id: string) => `#/components/schemas/${id}`

/** Every named schema: what is answered, and what is sent, which is described before it is read. */
export function namedSchemas(): Record<string, JsonSchema> {
  return { ...schemasOf(answerSchemas, 'output'), ...schemasOf(bodySchemas, 'input') }
}

/** A parameter as it stands in the address: a list or a number where its text is read as one, else the text. */
export function parameterSchema(schema: z.ZodType): JsonSchema {
  const read = plain(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any', override: tidy }))
  if (read.type !== undefined || read.const !== undefined) return read
  return plain(z.toJSONSchema(schema, { io: 'input', override: tidy }))
}

function schemasOf(named: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { io, uri, override: io === 'output' ? loose : tidy })
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]))
}

type Override = { jsonSchema: JsonSchema }

/** A pattern of 300 characters says no more than the format beside it, nor a bound that every number in JSON has. */
function tidy({ jsonSchema }: Override): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  // The keys of an object are always text
  if (typeof jsonSchema.propertyNames === 'object' && !jsonSchema.propertyNames.enum) delete jsonSchema.propertyNames
}

/** Answers may get more fields: clients that refuse those would break with the next version. */
function loose(override: Override): void {
  tidy(override)
  if (override.jsonSchema.additionalProperties === false) delete override.jsonSchema.additionalProperties
}

function plain({ $schema, $id, ...schema }: JsonSchema): JsonSchema {
  return schema
}
