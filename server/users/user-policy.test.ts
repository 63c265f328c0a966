import { describe, expect, test } from 'vitest'
import { type UserRole, userRoles } from '@/server/users/user'
import { userCan } from '@/server/users/user-policy'

const actor = (role: UserRole) => ({ id: 'actor', role })
const other = (role: UserRole) => ({ id: 'other', role })
type Verb = Exclude<keyof typeof userCan, 'list' | 'create' | 'manageTokensOfOthers'>

/** Who may do it to somebody else: `actor→user` pairs. Everything that is not named is refused. */
const everyPair = userRoles.flatMap((role) => userRoles.map((target) => `${role}→${target}`))
const onlyAdmin = ['admin→admin', 'admin→manager', 'admin→user']
const lookingAfter = [...onlyAdmin, 'manager→user']
const expected: Record<Verb, string[]> = {
  view: everyPair.filter((pair) => !pair.startsWith('user→')),
  update: lookingAfter,
  changeRole: onlyAdmin,
  changeStatus: lookingAfter,
  delete: lookingAfter,
  restore: lookingAfter,
  setPassword: lookingAfter,
  viewSessions: lookingAfter,
  endSessions: lookingAfter,
  viewHistory: lookingAfter,
}

describe.each(Object.entries(expected))('%s', (verb, allowed) => {
  test.each(everyPair)('%s', (pair) => {
    const [role, target] = pair.split('→') as [UserRole, UserRole]
    expect(userCan[verb as Verb](actor(role), other(target))).toBe(allowed.includes(pair))
  })
})

test('nobody turns against the own account', () => {
  for (const role of userRoles) {
    const self = { id: 'actor', role }
    for (const verb of ['changeRole', 'changeStatus', 'delete', 'setPassword'] as const) {
      expect(userCan[verb](actor(role), self)).toBe(false)
    }
  }
})

test('everybody sees the own account and its sessions', () => {
  for (const role of userRoles) {
    expect(userCan.view(actor(role), { id: 'actor', role })).toBe(true)
    expect(userCan.viewSessions(actor(role), { id: 'actor', role })).toBe(true)
    expect(userCan.endSessions(actor(role), { id: 'actor', role })).toBe(true)
  }
})

test('administrators and managers list; managers create users of role user only', () => {
  expect(userRoles.filter((role) => userCan.list(actor(role)))).toEqual(['admin', 'manager'])
  expect(userRoles.filter((role) => userCan.create(actor('admin'), role))).toEqual(['admin', 'manager', 'user'])
  expect(userRoles.filter((role) => userCan.create(actor('manager'), role))).toEqual(['user'])
  expect(userRoles.filter((role) => userCan.create(actor('user'), role))).toEqual([])
  expect(userRoles.filter((role) => userCan.manageTokensOfOthers(actor(role)))).toEqual(['admin'])
})
