import { expect, test } from 'vitest'
import { parseUserQuery } from '@/server/users/user-filter'
import { defaultUserQuery, readUserQuery } from '@/server/users/user-query'

const day = '2026-01-31'

test.each([
  'q=ada+lovelace',
  'role=admin,manager&status=locked',
  'role=admin,,admin',
  'deleted=only&last_sign_in=never',
  `created_after=${day}&created_before=${day}T12:30:59%2B02:00`,
  `last_sign_in_after=${day}T12:30:00Z&last_sign_in_before=${day}T12:30:00.123Z`,
  'sort=name&order=desc&limit=100&cursor=abc',
])('a page reads %s as the API does', (text) => {
  const params = new URLSearchParams(text)
  expect(readUserQuery(params)).toEqual(parseUserQuery(params))
  expect(readUserQuery(params)).not.toEqual(defaultUserQuery)
})

test.each([
  'role=root',
  'role=toString',
  'role=admin,root',
  'status=gone',
  'deleted=yes',
  'last_sign_in=always',
  'sort=password_hash',
  'order=up',
  'limit=101',
  'limit=25.0',
  'created_after=yesterday',
  'created_after=2026-02-30',
  'created_after=2026-01-01T25:00:00Z',
  'created_after=2026-01-01T12:00:00',
  'created_after=2026-01-01T12:00Z',
  `q=${'x'.repeat(201)}`,
  'q=%00',
  'count=all',
])('what the API refuses, a page leaves out: %s', (text) => {
  const params = new URLSearchParams(text)
  expect(() => parseUserQuery(params)).toThrow()
  expect(readUserQuery(params)).toEqual(defaultUserQuery)
})

test('a page shows as many as it offers, whatever the address says', () => {
  expect(readUserQuery(new URLSearchParams('limit=7')).limit).toBe(25)
})
