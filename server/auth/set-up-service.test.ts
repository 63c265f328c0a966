import { count, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { events, users } from '@/drizzle/schema'
import { goodPassword, requestFrom } from '@/server/auth/auth-test-people'
import {
  checkSetUp,
  createFirstAdministrator,
  createFirstAdministratorFromEnv,
  setUpLink,
} from '@/server/auth/set-up-service'
import { signIn } from '@/server/auth/sign-in-service'
import { provideEnv } from '@/server/env'
import { database } from '@/server/platform/database'
import { newUser } from '@/server/users/user-test-people'

const base = 'http://127.0.0.1:3000'
const secretOf = (link: string | null) => new URL(link ?? base).searchParams.get('secret') ?? ''
const given = { name: 'Maja Lindqvist', email: 'maja@roster.test', password: goodPassword }
const make = (secret: string, wish: Partial<typeof given> = {}) =>
  createFirstAdministrator({ ...given, ...wish, secret, request: requestFrom() })

async function administrators() {
  const [row] = await database().select({ number: count() }).from(users).where(eq(users.role, 'admin'))
  return row?.number
}

beforeEach(async () => {
  // An empty console, as it is found at the first start
  await database().delete(users)
})

describe('the set-up link', () => {
  test('is the same at every start, and another under another AUTH_SECRET', async () => {
    const link = await setUpLink(base)
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/set-up\?secret=[\w-]{43}$/)
    expect(await setUpLink(base)).toBe(link)
    const { AUTH_SECRET } = process.env
    provideEnv({ AUTH_SECRET: 'Wq5m0pZr8Yt2Lk7Vb4Nc1Xd6Hf9Jg3Sa' })
    expect(await setUpLink(base)).not.toBe(link)
    if (AUTH_SECRET) provideEnv({ AUTH_SECRET })
  })

  test('makes an administrator who can sign in, and is void from then on', async () => {
    const secret = secretOf(await setUpLink(base))
    await checkSetUp(secret)
    const user = await make(secret)
    expect(user).toMatchObject({ name: given.name, email: given.email, role: 'admin', mustChangePassword: false })
    expect((await signIn({ ...given, request: requestFrom() })).user.id).toBe(user.id)
    expect(await database().select().from(events).where(eq(events.subjectId, user.id))).toContainEqual(
      expect.objectContaining({ action: 'system.set-up', outcome: 'done', actorLabel: 'Set-up' }),
    )
    expect(await setUpLink(base)).toBeNull()
    await expect(checkSetUp(secret)).rejects.toMatchObject({ code: 'not_found' })
    await expect(make(secret, { email: 'second@roster.test' })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('stays void when the administrator is deleted', async () => {
    const secret = secretOf(await setUpLink(base))
    const { id } = await make(secret)
    await database().update(users).set({ deletedAt: new Date() }).where(eq(users.id, id))
    await expect(checkSetUp(secret)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('makes one administrator when twenty use it at once', async () => {
    const secret = secretOf(await setUpLink(base))
    const tries = Array.from({ length: 20 }, (_, index) => make(secret, { email: `admin${index}@roster.test` }))
    const results = await Promise.allSettled(tries)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'not_found' })
    }
    expect(await administrators()).toBe(1)
  })

  test.each(['', 'x', 'a'.repeat(43), 'ü'.repeat(43)])('does not work with the secret %j', async (secret) => {
    await expect(make(secret)).rejects.toMatchObject({ code: 'not_found' })
    expect(await administrators()).toBe(0)
  })

  test.each([
    [{ password: 'short' }, 'weak_password', 'password'],
    [{ password: 'maja lindqvist maja' }, 'weak_password', 'password'],
    [{ email: 'maja' }, 'invalid_email', 'email'],
    [{ name: ' ' }, 'invalid_name', 'name'],
  ])('explains what is wrong, and still works afterwards: %j', async (wish, code, field) => {
    const secret = secretOf(await setUpLink(base))
    await expect(make(secret, wish)).rejects.toMatchObject({ code, fields: { [field]: [expect.any(String)] } })
    expect((await make(secret)).role).toBe('admin')
  })

  test('says so when a user has the address already', async () => {
    const secret = secretOf(await setUpLink(base))
    await newUser({ email: given.email })
    await expect(make(secret)).rejects.toMatchObject({
      code: 'already_exists',
      fields: { email: [expect.any(String)] },
    })
  })
})

describe('an administrator from the settings', () => {
  const from = (email?: string, password?: string) => {
    for (const name of ['ROSTER_ADMIN_EMAIL', 'ROSTER_ADMIN_PASSWORD']) delete process.env[name]
    if (email && password) Object.assign(process.env, { ROSTER_ADMIN_EMAIL: email, ROSTER_ADMIN_PASSWORD: password })
    provideEnv({})
    return createFirstAdministratorFromEnv()
  }

  test('is made once, and nothing happens without them', async () => {
    expect(await from()).toBeNull()
    expect(await from(given.email, goodPassword)).toMatchObject({ email: given.email, role: 'admin' })
    expect(await from(given.email, 'another good passphrase')).toBeNull()
    expect(await administrators()).toBe(1)
    expect((await signIn({ ...given, request: requestFrom() })).user.email).toBe(given.email)
  })

  test('is made once by instances that start at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => from(given.email, goodPassword)))
    expect(made.filter((user) => user !== null)).toHaveLength(1)
  })

  test('names the setting that is wrong', async () => {
    await expect(from('maja', goodPassword)).rejects.toThrow(/ROSTER_ADMIN_EMAIL.*name@example\.com/)
    await expect(from(given.email, 'short')).rejects.toThrow(/ROSTER_ADMIN_PASSWORD.*at least 15/)
    await from()
  })
})
