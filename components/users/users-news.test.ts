import { describe, expect, test } from 'vitest'
import type { ListedUser, UsersPage } from './users-answer'
import { changedRows, heldWords, mergeUsers, newsSentence, newsWords } from './users-news'

const user = (id: string, wish: Partial<ListedUser> = {}): ListedUser => ({
  id,
  name: `Person ${id}`,
  email: `${id}@roster.test`,
  role: 'user',
  status: 'active',
  statusReason: null,
  statusUntil: null,
  lastSignInAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  deletedAt: null,
  ...wish,
})
const page = (users: ListedUser[], at = 'then'): UsersPage => ({
  users,
  next: null,
  previous: null,
  at,
  isPlaceLost: false,
})
const pageOf = (ids: string) => page([...ids].map((id) => user(id)))
const ids = ({ users }: UsersPage) => users.map(({ id }) => id).join('')

describe('what is new in the rows of a list', () => {
  test('a changed row changes in its place', () => {
    const fresh = page([user('a'), user('b', { status: 'locked' }), user('c')], 'now')
    const merged = mergeUsers(pageOf('abc'), fresh, new Map())
    expect(merged.held).toBe(0)
    expect(merged.page.users[1]?.status).toBe('locked')
    expect(merged.page.at).toBe('now')
  })

  test.each([
    ['somebody new comes at the top and pushes the last one out', 'abc', 'xab', 1],
    ['somebody new comes, and there is room', 'abc', 'xabc', 1],
    ['somebody leaves, and the next page moves up', 'abc', 'acd', 1],
    ['a renamed one would move up', 'abcde', 'acdbe', 1],
    ['two change places', 'abcd', 'abdc', 1],
    ['all is turned round', 'abcd', 'dcba', 3],
    ['nothing has changed', 'abc', 'abc', 0],
  ])('no row moves when %s', (_, shown, fresh, held) => {
    const merged = mergeUsers(pageOf(shown), pageOf(fresh), new Map())
    expect(ids(merged.page)).toBe(shown)
    expect(merged.held).toBe(held)
  })

  test('one who has left the list shows how they are now, and stays', () => {
    const found = new Map([['b', user('b', { status: 'suspended' })]])
    const merged = mergeUsers(pageOf('abc'), pageOf('ac'), found)
    expect(merged.page.users.map(({ status }) => status)).toEqual(['active', 'suspended', 'active'])
  })

  test('rows that look as before are not marked', () => {
    const before = page([user('a'), user('b'), user('c')])
    const after = page([
      user('a', { lastSignInAt: '2026-02-01T00:00:00.000Z' }),
      user('b', { role: 'manager' }),
      user('d'),
    ])
    expect(changedRows(before, after).map(({ id }) => id)).toEqual(['b'])
  })

  test('it is said in words', () => {
    expect(heldWords(1)).toBe('1 change')
    expect(heldWords(3)).toBe('3 changes')
    expect(newsWords({ by: 'Amara Okafor', at: '' }, 'just now')).toBe('by Amara Okafor, just now')
    expect(newsWords({ by: null, at: '' }, 'just now')).toBe('changed just now')
    expect(newsSentence([{ name: 'Ada', by: 'Amara' }])).toBe('Amara changed Ada.')
    expect(newsSentence([{ name: 'Ada', by: null }])).toBe('Somebody else changed Ada.')
    expect(
      newsSentence([
        { name: 'Ada', by: 'A' },
        { name: 'Bea', by: 'B' },
      ]),
    ).toBe('2 users were changed by others.')
  })
})
