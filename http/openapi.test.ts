import { describe, expect, test } from 'vitest'
import { createApi } from './api'
import { refusalsOf } from './api-operation'
import { operations } from './api-operations'
import { openApiDocument } from './openapi'
import { moreRoutes } from './route-names'
import { fieldsOf, schemaWords } from './schema-words'

// That the answers are as described is held by api-answers.test.ts

const document = JSON.parse(JSON.stringify(openApiDocument()))
const described: { path: string; method: string; operation: Described }[] = Object.entries(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods as Record<string, Described>).map(([method, operation]) => ({ path, method, operation })),
)
type Described = {
  operationId: string
  summary: string
  parameters?: { name: string; in: string; required: boolean; description: string; schema: object }[]
  requestBody?: { content: object }
  responses: Record<string, { description?: string; $ref?: string }>
}

describe('the description', () => {
  test('has every route but the streams and /metrics, and nothing else', () => {
    const routes = createApi(() => 'open').routes.filter(({ method }) => method !== 'ALL')
    const known = routes
      .filter(({ path }) => !moreRoutes.includes(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(known.sort())
  })

  test('is OpenAPI 3.1 in its parts', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Roster', version: '1' } })
    const ids = described.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, operation } of described) {
      const { parameters = [], responses, summary } = operation
      expect(summary).not.toBe('')
      const inPath = parameters.filter((each) => each.in === 'path').map(({ name }) => `{${name}}`)
      expect(inPath, path).toEqual(path.match(/\{\w+\}/g) ?? [])
      expect(new Set(parameters.map((each) => `${each.in} ${each.name}`)).size).toBe(parameters.length)
      for (const { name, description, schema, required, in: place } of parameters) {
        expect([description, Object.keys(schema)], `${path} ${name}`).not.toContainEqual([])
        expect(description, `${path} ${name}`).not.toBe('')
        if (place === 'path') expect(required).toBe(true)
      }
      expect(Object.keys(responses).length).toBeGreaterThan(0)
    }
  })

  test('refers to nothing that is not there', () => {
    const refs = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? []
    expect(refs.length).toBeGreaterThan(50)
    for (const ref of new Set(refs)) {
      const steps = ref.slice(8, -1).replace('#/', '').split('/')
      const found = steps.reduce((at: Record<string, unknown>, step) => at?.[step] as Record<string, unknown>, document)
      expect(found, ref).toBeDefined()
    }
    for (const word of Object.values(document.components.responses)) {
      expect(word).toMatchObject({ description: expect.any(String), content: expect.anything() })
    }
  })

  test('tells lists, numbers and times from the schemas that the routes read with', () => {
    const parameters = document.paths['/api/v1/users'].get.parameters
    const named = (name: string) => parameters.find((each: { name: string }) => each.name === name)
    expect(named('role')).toMatchObject({
      schema: { type: 'array', items: { enum: ['admin', 'manager', 'user'] } },
      style: 'form',
      explode: false,
    })
    expect(named('limit').schema).toEqual({ type: 'integer', minimum: 1, maximum: 100 })
    expect(named('created_after').schema).toEqual({
      anyOf: [
        { type: 'string', format: 'date-time' },
        { type: 'string', format: 'date' },
      ],
    })
    const exported = document.paths['/api/v1/events/export'].get.parameters
    expect(exported.filter((each: { required: boolean }) => each.required)).toMatchObject([{ name: 'format' }])
  })

  test('asks for what a body must have, and leaves answers room to grow', () => {
    const { NewUser, User } = document.components.schemas
    expect(NewUser).toMatchObject({ required: ['name', 'email'], additionalProperties: false })
    expect(User.additionalProperties).toBeUndefined()
  })

  test('says which operations need a token', () => {
    const open = described
      .filter(({ operation }) => 'security' in operation)
      .map(({ operation }) => operation.operationId)
    expect(open).toEqual(['describe', 'readDescription', 'isAlive', 'isReady'])
    for (const operation of operations) expect(refusalsOf(operation).includes(401)).toBe(!operation.isOpen)
  })
})

describe('a schema in words', () => {
  const words = (schema: Parameters<typeof schemaWords>[0]) =>
    schemaWords(schema)
      .map((word) => Object.values(word).join())
      .join('')

  test('reads as people speak', () => {
    expect(words({ type: 'string', format: 'uuid' })).toBe('UUID')
    expect(words({ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] })).toBe('time or null')
    expect(words({ type: 'array', items: { enum: ['a', 'b'] } })).toBe('list of a or b')
    expect(words({ type: ['string', 'null'] })).toBe('string or null')
    expect(words({ type: 'object', additionalProperties: { $ref: '#/components/schemas/User' } })).toBe(
      'object of User',
    )
    expect(words({ const: 'never' })).toBe('never')
    expect(words({})).toBe('anything')
  })

  test('goes into the objects that have no name', () => {
    const schema = {
      type: 'object',
      required: ['page'],
      properties: {
        page: { type: 'object', properties: { next: { type: 'string' } } },
        data: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
      },
    } as const
    const named = fieldsOf({ ...schema, required: [...schema.required] }).map(({ name, isRequired }) => [
      name,
      isRequired,
    ])
    expect(named).toEqual([
      ['page', true],
      ['page.next', false],
      ['data', false],
      ['data[].id', false],
    ])
  })
})
