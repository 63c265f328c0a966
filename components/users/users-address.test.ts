import { expect, test } from 'vitest'
import { defaultUserQuery, readUserQuery, type UserQuery } from '@/server/users/user-query'
import { canClear, clearedHref, sortedHref, usersHref, usersTabs } from './users-address'

const at = (params: string): UserQuery => readUserQuery(new URLSearchParams(params))
const here = (params: string) => usersTabs(at(params)).find(({ isHere }) => isHere)

test('the address of the plain list is plain', () => {
  expect(usersHref(defaultUserQuery)).toBe('/users')
  expect(usersHref(at('count=exact&limit=25&sort=created'))).toBe('/users')
})

test('a heading sorts by its column, turns the order it has, and starts from the first page', () => {
  expect(sortedHref(at('sort=name&cursor=abc&q=ada'), 'name')).toBe('/users?q=ada&sort=name&order=desc')
  expect(sortedHref(at('sort=name&order=desc'), 'name')).toBe('/users?sort=name')
  expect(sortedHref(at('sort=name&order=desc'), 'created')).toBe('/users')
})

test('clearing keeps how the list is sorted, and the trash', () => {
  expect(clearedHref(at('q=ada&role=admin&sort=name&limit=50&cursor=abc'))).toBe('/users?sort=name&limit=50')
  expect(clearedHref(at('q=ada&deleted=only'))).toBe('/users?deleted=only')
  expect(canClear(at('deleted=only&sort=name&cursor=abc'))).toBe(false)
  expect(canClear(at('deleted=with'))).toBe(true)
})

test.each([
  ['', 'All users', false],
  ['q=ada', 'All users', true],
  ['role=admin', 'Administrators', false],
  ['role=admin&sort=name&cursor=abc', 'Administrators', false],
  ['role=admin&q=ada', 'Administrators', true],
  ['role=admin,user', 'All users', true],
  ['status=locked,suspended', 'Suspended or locked', false],
  ['last_sign_in=never', 'Never signed in', false],
  ['deleted=only&role=user', 'Trash', true],
])('%s is the view %s, changed: %s', (params, label, isChanged) => {
  expect(here(params)).toMatchObject({ label, isChanged })
})
