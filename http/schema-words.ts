import type { JsonSchema } from './openapi-schemas'

/** A schema as people read it: words, the names of other schemas, and values as they are written. */
export type SchemaWord = { text: string } | { ref: string } | { value: string }

export function schemaWords(schema: JsonSchema | boolean | undefined): SchemaWord[] {
  if (typeof schema !== 'object') return [{ text: 'anything' }]
  if (schema.$ref !== undefined) return [{ ref: schema.$ref.split('/').at(-1) ?? '' }]
  if (schema.const !== undefined) return [{ value: String(schema.const) }]
  if (schema.enum) return joined(schema.enum.map((value) => [{ value: String(value) }]))
  const either = schema.anyOf ?? schema.oneOf
  if (either) return joined(either.map(schemaWords))
  if (Array.isArray(schema.type)) return joined(schema.type.map((type) => schemaWords({ type })))
  if (schema.type === 'array') return [{ text: 'list of ' }, ...schemaWords(single(schema.items))]
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return [{ text: 'object of ' }, ...schemaWords(schema.additionalProperties)]
  }
  return [{ text: plainType(schema) + bounds(schema) }]
}

export type Field = { name: string; isRequired: boolean; schema: JsonSchema; description: string }

/** The fields of an object, with those of the objects inside it that have no name of their own. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    if (typeof value !== 'object') return []
    const name = prefix + key
    const isRequired = schema.required?.includes(key) ?? false
    const field = { name, isRequired, schema: value, description: value.description ?? '' }
    const items = single(value.items)
    const inner = typeof items === 'object' ? fieldsOf(items, `${name}[].`) : []
    return [field, ...fieldsOf(value, `${name}.`), ...inner]
  })
}

const formats: Record<string, string> = { 'date-time': 'time', date: 'date', uuid: 'UUID' }

function plainType({ type, format }: JsonSchema): string {
  if (format !== undefined && formats[format]) return formats[format]
  return type === undefined || Array.isArray(type) ? 'anything' : type
}

function bounds({ minimum, maximum, maxLength }: JsonSchema): string {
  if (maxLength !== undefined) return `, at most ${maxLength} characters`
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  return minimum === undefined ? '' : ` from ${minimum}`
}

function joined(all: SchemaWord[][]): SchemaWord[] {
  return all.flatMap((words, index) => (index === 0 ? words : [{ text: ' or ' }, ...words]))
}

function single(items: JsonSchema['items']): JsonSchema | boolean | undefined {
  return Array.isArray(items) ? items[0] : items
}
