import type { z } from 'zod'
import { AppError, type ErrorCode, errorCodes, type FieldErrors } from '@/server/errors'

/**
 * The value in the shape of `schema`. Fails with `invalid`, or with the code that a schema names for its field
 * (`params: { code }` of a refinement), and one message per problem at its field.
 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields: FieldErrors = {}
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) fields[key] = ['This field is not known here.']
      continue
    }
    const field = issue.path.length > 0 ? issue.path.join('.') : 'form'
    fields[field] = [...(fields[field] ?? []), issue.message]
  }
  throw new AppError(codeOf(result.error.issues), 'Some fields need another look.', fields, { cause: result.error })
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
