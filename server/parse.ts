import type { z } from 'zod'
import { AppError, type ErrorCode, errorCodes } from '@/server/errors'

/**
 * The value in the shape of `schema`. Fails with `invalid`, or with the code that a schema names for its field
 * (`params: { code }` of a refinement), and the messages of each field.
 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { issues } = result.error
  // A map and no object, as a field may have any name, also that of an object's own parts
  const messages = new Map<string, Set<string>>()
  const add = (field: string, message: string) => {
    messages.set(field, (messages.get(field) ?? new Set()).add(message))
  }
  for (const issue of issues) {
    // Whoever sends thousands of unknown fields is not told of each
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys.slice(0, 20)) add(key.slice(0, 100), 'This field is not known here.')
    } else add(String(issue.path[0] ?? 'form'), issue.message)
  }
  const fields = Object.fromEntries([...messages].map(([field, texts]) => [field, [...texts]]))
  throw new AppError(codeOf(issues), 'Some fields need another look.', fields, { cause: result.error })
}

/** The parameters of an address in the shape of `schema`; one that is repeated counts as a list. Fails like `parse`. */
export function parseParams<Schema extends z.ZodType>(schema: Schema, params: URLSearchParams): z.output<Schema> {
  const names = [...new Set(params.keys())]
  const values = names.map((name) => {
    const all = params.getAll(name)
    return [name, all.length === 1 ? all[0] : all]
  })
  return parse(schema, Object.fromEntries(values))
}

/** The one typed code that all problems share, else `invalid`. */
function codeOf(issues: z.core.$ZodIssue[]): ErrorCode {
  const codes = new Set(issues.map((issue) => (issue.code === 'custom' ? issue.params?.code : undefined)))
  const [code] = codes
  return codes.size === 1 && isErrorCode(code) ? code : 'invalid'
}

function isErrorCode(code: unknown): code is ErrorCode {
  return errorCodes.some((known) => known === code)
}
