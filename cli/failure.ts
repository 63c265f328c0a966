import { appErrorOf, type FieldErrors } from '@/server/errors'

export type Failure = {
  code: string
  message: string
  fields: FieldErrors
  /** For a bug: whoever runs this can do nothing about it but tell us. */
  trace?: string | undefined
}

/** What to say about a failure: what was refused, what keeps Roster from starting, or a bug. */
export function failureOf(error: unknown, requestId: string): Failure {
  const known = appErrorOf(error)
  if (known) return { code: known.code, message: known.message, fields: known.fields }
  if (error instanceof Error && error.name === 'StartError') {
    return { code: 'unavailable', message: error.message, fields: {} }
  }
  const message = `Something went wrong that should not (request ${requestId}). Please report it with these lines:`
  return { code: 'bug', message, fields: {}, trace: traceOf(error) }
}

/** With what caused it; without the values of a query, which are somebody's data. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = (error.stack ?? error.message).replace(/^params: .*$/m, 'params: …')
  return error.cause === undefined ? own : `${own}\ncaused by ${traceOf(error.cause)}`
}
