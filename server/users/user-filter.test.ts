import { describe, expect, test } from 'vitest'
import { AppError } from '@/server/errors'
import {
  defaultUserQuery,
  isFiltered,
  parseUserQuery,
  readUserQuery,
  type UserQuery,
  userQueryParams,
} from '@/server/users/user-filter'

const full: UserQuery = {
  q: 'ada',
  role: ['admin', 'manager'],
  status: ['locked'],
  deleted: 'with',
  createdAfter: new Date('2026-01-01T00:00:00Z'),
  createdBefore: new Date('2026-02-01T00:00:00Z'),
  lastSignInAfter: new Date('2026-03-01T00:00:00Z'),
  lastSignInBefore: new Date('2026-04-01T00:00:00Z'),
  neverSignedIn: true,
  sort: 'name',
  order: 'desc',
  limit: 50,
  cursor: 'abc',
  count: 'capped',
}

test('a query survives the way into the URL and back', () => {
  expect(parseUserQuery(userQueryParams(full))).toEqual(full)
  expect(readUserQuery(userQueryParams(full))).toEqual(full)
})

test('defaults are left out, so equal listings have equal URLs', () => {
  expect(userQueryParams(defaultUserQuery).toString()).toBe('')
  expect(isFiltered(defaultUserQuery)).toBe(false)
  expect(isFiltered({ ...defaultUserQuery, role: ['admin'] })).toBe(true)
})

test('times are sorted newest first and words from A, unless said otherwise', () => {
  expect(parseUserQuery(new URLSearchParams('sort=last_sign_in')).order).toBe('desc')
  expect(parseUserQuery(new URLSearchParams('sort=name')).order).toBe('asc')
  expect(parseUserQuery(new URLSearchParams('sort=name&order=desc')).order).toBe('desc')
})

describe('the API refuses by name', () => {
  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=', 'limit'],
    ['role=root', 'role'],
    ['status=gone', 'status'],
    ['sort=password_hash', 'sort'],
    ['order=up', 'order'],
    ['deleted=yes', 'deleted'],
    ['created_after=yesterday', 'created_after'],
    ['count=all', 'count'],
    ['created_after=0000-01-01', 'created_after'],
    ['last_sign_in_before=0001-12-31T00:00:00Z', 'last_sign_in_before'],
    ['page=2', 'page'],
    ['__proto__=1', '__proto__'],
    ['role=admin&role=user', 'role'],
    [`q=${'x'.repeat(201)}`, 'q'],
    ['q=%00', 'q'],
  ])('%s', (query, field) => {
    try {
      parseUserQuery(new URLSearchParams(query))
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      expect(error).toMatchObject({ code: 'invalid', fields: { [field]: expect.any(Array) } })
    }
  })
})

test('a hand-edited page URL falls back to the defaults', () => {
  const query = readUserQuery(
    new URLSearchParams('role=root&sort=x&limit=9999&created_after=soon&page=3&q=ada&order=asc'),
  )
  expect(query).toEqual({ ...defaultUserQuery, q: 'ada', order: 'asc' })
})
