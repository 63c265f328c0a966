import { STATUS_CODES } from 'node:http'
import { sessionCookieName } from '@/server/auth/auth-session'
import { type Operation, type Refusal, refusalsOf } from './api-operation'
import { operations } from './api-operations'
import { parametersOf } from './api-parameters'
import { namedSchemas } from './openapi-schemas'
import { bodyMaxBytes } from './request-check'

export const refusalWords: Record<Refusal, string> = {
  400: 'Something is wrong with what was sent: `fields` says what, by field or parameter',
  401: 'Nobody is signed in: the token is unknown, has ended, or its owner may not sign in',
  403: 'The one who asks may not do this',
  404: 'It does not exist, or the one who asks may not see it',
  409: 'It can’t be done as things are: `code` says why, such as `already_exists`, `last_administrator`, `deleted` or `conflict`',
  412: 'It is not at this version any more. Read it again, then repeat the change',
  413: `The body is larger than ${bodyMaxBytes / 1024} kB`,
  422: 'This Idempotency-Key was used for another request',
  428: 'Say which version is changed: If-Match with its ETag',
  429: 'More requests than the token or session may make, or too many unknown tokens from this address. Go on after the seconds of Retry-After',
  503: 'The database can’t be reached right now, and nothing was changed. Try again after the seconds of Retry-After',
}

const headerWords = {
  ETag: 'The version, for If-Match',
  Location: 'Where the new one is',
}

/** The API for programs, made from the table of operations and the schemas that the routes parse with. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Roster',
      version: '1',
      description:
        'The users of a system: find, create, change, suspend, delete and restore them, and see who did what.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    tags: [...new Set(operations.map(({ group }) => group))].map((name) => ({ name })),
    paths: paths(),
    components: {
      schemas: namedSchemas(),
      responses: Object.fromEntries(
        Object.entries(refusalWords).map(([status, words]) => [nameOf(status), problem(words)]),
      ),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made on the account page and shown once. It does what its owner may, at most with its own role',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookieName(),
          description: 'Of the console’s own pages. What changes something must come from their origin',
        },
      },
    },
  }
}
export type OpenApiDocument = ReturnType<typeof openApiDocument>

function paths() {
  const all: Record<string, Record<string, ReturnType<typeof describeOperation>>> = {}
  for (const operation of operations) {
    all[operation.path] = { ...all[operation.path], [operation.method]: describeOperation(operation) }
  }
  return all
}

function describeOperation(operation: Operation) {
  const { id, group, summary, notes, isOpen, body, answer } = operation
  const parameters = parametersOf(operation).map((parameter) =>
    // Lists stand in one parameter, with commas
    parameter.schema.type === 'array' ? { ...parameter, style: 'form', explode: false } : parameter,
  )
  const refusals = refusalsOf(operation).map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }])
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(notes === undefined ? {} : { description: notes }),
    ...(isOpen ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: requestBody(body) } : {}),
    responses: { [answer.status]: success(answer), ...Object.fromEntries(refusals) },
  }
}

function requestBody({ is, example }: NonNullable<Operation['body']>) {
  const schema = { $ref: `#/components/schemas/${is}` }
  // An empty body counts as {}
  const required = is !== 'Reason' && is !== 'Nothing'
  return { required, content: { 'application/json': { schema, examples: { example: { value: example } } } } }
}

function success(answer: Operation['answer']) {
  const headers = Object.fromEntries(
    (answer.headers ?? []).map((name) => [name, { description: headerWords[name], schema: { type: 'string' } }]),
  )
  return {
    description: answer.is,
    ...(answer.headers ? { headers } : {}),
    content:
      'json' in answer
        ? { 'application/json': { schema: oneOf(answer.json) } }
        : Object.fromEntries(
            answer.types.map((type) => [type, { schema: type === 'application/json' ? {} : { type: 'string' } }]),
          ),
  }
}

function oneOf(names: readonly string[]) {
  const refs = names.map((name) => ({ $ref: `#/components/schemas/${name}` }))
  return refs.length === 1 ? refs[0] : { oneOf: refs }
}

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
}

/** "NotFound" for 404. */
function nameOf(status: number | string): string {
  return (STATUS_CODES[status] ?? '').replace(/\W/g, '')
}
