import { describe, expect, test, vi } from 'vitest'
import { AppError, type ErrorCode, errorCodes } from '@/server/errors'
import { log } from '@/server/log'
import { problemOfError } from './problem'

const expected: Record<ErrorCode, number> = {
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

describe('a failure as a problem', () => {
  test.each(errorCodes)('%s has its status', (code) => {
    const { status, body } = problemOfError(new AppError(code, 'Because.'), 'id-1')
    expect(status).toBe(expected[code])
    expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status, code, detail: 'Because.', requestId: 'id-1' })
  })

  test('names the fields, and when to try again', () => {
    const error = new AppError('rate_limited', 'Wait.', { email: ['Too often'] }, { retryAfterSeconds: 30 })
    const { headers, body } = problemOfError(error, 'id-2')
    expect(headers).toEqual({ 'Content-Type': 'application/problem+json', 'Retry-After': '30' })
    expect(JSON.parse(body)).toMatchObject({ fields: { email: ['Too often'] } })
  })

  test('says that the database is away, whatever wraps it', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const { status, headers } = problemOfError(new Error('Failed query', { cause: refused }), 'id-3')
    expect([status, headers['Retry-After']]).toEqual([503, '5'])
  })

  test.each([new Error('password=hunter2'), 'hunter2', null, undefined, { hunter2: 1 }])('hides a bug: %s', (bug) => {
    const logged = vi.spyOn(log(), 'error')
    const { status, body } = problemOfError(bug, 'id-4')
    expect(status).toBe(500)
    expect(JSON.parse(body)).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      code: 'bug',
      requestId: 'id-4',
    })
    expect(logged).toHaveBeenLastCalledWith(
      expect.objectContaining({ err: bug, requestId: 'id-4' }),
      expect.any(String),
    )
  })
})
