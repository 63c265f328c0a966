/** Stable codes: the same in the pages, the API, the command line and the audit log. */
export const errorCodes = [
  'invalid',
  'invalid_email',
  'invalid_name',
  'invalid_id',
  'weak_password',
  'restricted_email_domain',
  'unauthenticated',
  'invalid_credentials',
  'account_locked',
  'account_suspended',
  'password_change_required',
  'forbidden',
  'not_found',
  'already_exists',
  'last_administrator',
  'deleted',
  'conflict',
  'version_required',
  'version_stale',
  'request_running',
  'request_mismatch',
  'too_large',
  'rate_limited',
  'unavailable',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** Messages per form field. */
export type FieldErrors = Record<string, string[]>

/** A failure that we expect and can explain. Whatever else is thrown is a bug: logged, never shown. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly fields: FieldErrors
  /** How long to wait before trying again; set for rate_limited and unavailable. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    fields: FieldErrors = {},
    options: { cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.fields = fields
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

export function notFound(noun: string): AppError {
  return new AppError('not_found', `This ${noun} does not exist, or you may not see it.`)
}

export function forbidden(message: string): AppError {
  return new AppError('forbidden', message)
}

/**
 * The failure that a person can act on, if `error` is one or was caused by one. A database that is away, frozen,
 * full or read-only counts as `unavailable`: nothing was changed, and trying again later helps.
 * Answers null for a bug.
 */
export function appErrorOf(error: unknown): AppError | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    if (isAppError(cause)) return cause
    if (saysUnavailable(cause)) {
      return new AppError(
        'unavailable',
        'The database can’t be reached right now. Nothing was changed. Try again in a few seconds.',
        {},
        { cause: error, retryAfterSeconds: 5 },
      )
    }
  }
  return null
}

/** Next bundles this file a second time, and its failures reach the front door too. */
function isAppError(error: Error): error is AppError {
  return error instanceof AppError || (error.name === 'AppError' && 'code' in error && 'fields' in error)
}

// SQLSTATE classes 08 (connection), 53 (resources), 57P0x (shutdown) and 25006 (read-only), and node's own codes.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
const unavailableCode =
  /^(08...|53...|57P0.|57014|25006|55P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EAI_AGAIN|EHOSTUNREACH)$/
// pg gives these without a code
const unavailableMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end)/

function saysUnavailable(error: Error): boolean {
  if (error.name === 'AggregateError' && error instanceof AggregateError) {
    return error.errors.some((each: unknown) => each instanceof Error && saysUnavailable(each))
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // ENOENT only when it is about a socket: a missing file is a bug
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect'
  return unavailableCode.test(code) || unavailableMessage.test(error.message)
}
