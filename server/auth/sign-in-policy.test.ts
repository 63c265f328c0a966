import { describe, expect, test } from 'vitest'
import { decideSignIn, networkOf, returnPath } from '@/server/auth/sign-in-policy'

const now = new Date('2026-11-22T12:00:00Z')
const active = { status: 'active', statusUntil: null, deletedAt: null } as const

describe('who may sign in', () => {
  test('somebody active with the right password', () => {
    expect(decideSignIn({ user: active, hasPassword: true, isPasswordRight: true }, now)).toMatchObject({
      mayEnter: true,
      code: null,
    })
  })

  test.each([
    ['nobody', { user: null, hasPassword: false, isPasswordRight: false }, 'invalid_credentials'],
    ['a wrong password', { user: active, hasPassword: true, isPasswordRight: false }, 'invalid_credentials'],
    ['an account without password', { user: active, hasPassword: false, isPasswordRight: true }, 'invalid_credentials'],
    [
      'in the trash',
      { user: { ...active, deletedAt: now }, hasPassword: true, isPasswordRight: true },
      'invalid_credentials',
    ],
    [
      'suspended',
      { user: { ...active, status: 'suspended' as const }, hasPassword: true, isPasswordRight: true },
      'account_suspended',
    ],
    [
      'locked',
      { user: { ...active, status: 'locked' as const }, hasPassword: true, isPasswordRight: true },
      'account_locked',
    ],
    [
      'suspended, with a wrong password',
      { user: { ...active, status: 'suspended' as const }, hasPassword: true, isPasswordRight: false },
      'invalid_credentials',
    ],
  ])('not: %s', (_, facts, code) => {
    expect(decideSignIn(facts, now)).toMatchObject({ mayEnter: false, code })
  })

  test('a suspension that is over no longer holds, whether or not it has been lifted', () => {
    const until = (statusUntil: Date) =>
      decideSignIn(
        { user: { ...active, status: 'suspended', statusUntil }, hasPassword: true, isPasswordRight: true },
        now,
      )
    expect(until(now).mayEnter).toBe(true)
    expect(until(new Date(now.getTime() + 1)).mayEnter).toBe(false)
  })

  test('the trace says what was asked', () => {
    const user = { ...active, status: 'locked' as const }
    expect(decideSignIn({ user, hasPassword: true, isPasswordRight: true }, now).trace).toEqual({
      accountExists: true,
      hasPassword: true,
      passwordMatches: true,
      isActive: false,
    })
  })
})

describe('whose address it is', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1:2:3:4:5', 'fe80:0:0:1::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    [null, 'unknown'],
  ])('%s is %s', (ip, network) => expect(networkOf(ip)).toBe(network))

  test('two addresses of one /48', () => {
    expect(networkOf('2001:db8:1:2::1', 48)).toBe(networkOf('2001:db8:1:ffff::9', 48))
  })
})

describe('the way back after signing in', () => {
  test.each(['/users', '/users?q=ada&sort=name', '/users/0190?tab=history', '/account', '/users?next=//evil.example'])(
    '%s is one',
    (path) => expect(returnPath(path)).toBe(path),
  )

  test.each([
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/users/..//evil.example',
    '/%2e//evil.example',
    '/users\\..\\..\\evil',
    'javascript:alert(1)',
    'users',
    '',
    '/ümlaut',
    '/sign-in?next=/sign-in',
    '/sign-out',
    '/set-up',
    '/api/auth/signout',
    '/_next/static',
    '/',
    null,
    undefined,
    ['/users'],
  ])('%j is none', (path) => expect(returnPath(path)).toBeNull())

  test('none is longer than anybody needs', () => expect(returnPath(`/${'a'.repeat(2000)}`)).toBeNull())
})
