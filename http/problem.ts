import { type ServerResponse, STATUS_CODES } from 'node:http'
import { appErrorOf, type ErrorCode, type FieldErrors } from '@/server/errors'
import { log } from '@/server/log'

/** RFC 9457. `type` is about:blank as `code` says more; `requestId` finds the line in the log and the audit log. */
export type Problem = {
  type: 'about:blank'
  title: string
  status: number
  detail?: string
  code: ErrorCode | 'bug'
  fields?: FieldErrors
  requestId: string
}
export type ProblemAnswer = { status: number; headers: Record<string, string>; body: string }

/** What HTTP itself or our own doorman refuses, before anything knows of users. */
export type Refusal = { status: number; detail: string; headers?: Record<string, string> }

const statusOf: Record<ErrorCode, number> = {
  invalid: 400,
  invalid_email: 400,
  invalid_name: 400,
  invalid_id: 400,
  weak_password: 400,
  restricted_email_domain: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  account_locked: 403,
  account_suspended: 403,
  password_change_required: 403,
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  last_administrator: 409,
  deleted: 409,
  conflict: 409,
  version_required: 428,
  version_stale: 412,
  request_running: 409,
  request_mismatch: 422,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
}

/** The answer to a failure. Whatever is no AppError is a bug: logged here, and never shown. */
export function problemOfError(error: unknown, requestId: string): ProblemAnswer {
  const known = appErrorOf(error)
  if (!known) {
    log().error({ err: error, requestId }, 'a request failed')
    return answer({ ...titled(500), code: 'bug', requestId })
  }
  const { code, message, fields } = known
  if (code === 'unavailable' && known.cause !== undefined)
    log().warn({ err: error, requestId }, 'a request could not be served')
  const status = statusOf[code]
  const headers: Record<string, string> =
    known.retryAfterSeconds === undefined ? {} : { 'Retry-After': `${known.retryAfterSeconds}` }
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer realm="Roster"'
  const hasFields = Object.keys(fields).length > 0
  return answer({ ...titled(status), detail: message, code, ...(hasFields ? { fields } : {}), requestId }, headers)
}

export function problemOfRefusal({ status, detail, headers }: Refusal, requestId: string): ProblemAnswer {
  return answer({ ...titled(status), detail, code: codeOfRefusal(status), requestId }, headers)
}

export function sendProblem(response: ServerResponse, { status, headers, body }: ProblemAnswer): void {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.setHeader('Content-Length', Buffer.byteLength(body))
  response.end(body)
}

export function problemResponse({ status, headers, body }: ProblemAnswer): Response {
  return new Response(body, { status, headers })
}

function titled(status: number): Pick<Problem, 'type' | 'title' | 'status'> {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status }
}

function codeOfRefusal(status: number): ErrorCode {
  if (status === 403) return 'forbidden'
  if (status === 413) return 'too_large'
  return status >= 500 ? 'unavailable' : 'invalid'
}

function answer(problem: Problem, headers: Record<string, string> = {}): ProblemAnswer {
  return {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
    body: JSON.stringify(problem),
  }
}
