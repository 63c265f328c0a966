import { createHash, randomUUID } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { desc, eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { events, sessions, users } from '@/drizzle/schema'
import { goodPassword, isGood, newAccount, newAddress, requestFrom } from '@/server/auth/auth-test-people'
import { signIn } from '@/server/auth/sign-in-service'
import { database } from '@/server/platform/database'
import { lockUser, suspendUser } from '@/server/users/user-access-service'
import { createUser, deleteUser, getUser } from '@/server/users/user-service'
import { system } from '@/server/users/user-test-people'

const enter = (email: string, password = goodPassword, ip: string | null = newAddress()) =>
  signIn({ email, password, request: requestFrom(ip) })

/** What somebody is told who is refused. */
const answer = (trying: Promise<unknown>) =>
  trying.then(
    () => 'signed in',
    ({ code, message, fields }: { code: string; message: string; fields: object }) => ({ code, message, fields }),
  )
const noMatch = { code: 'invalid_credentials', message: 'That email and password don’t match.', fields: {} }

async function lastEvent(subjectId: string) {
  const rows = await database().select().from(events).where(eq(events.subjectId, subjectId)).orderBy(desc(events.seq))
  return rows[0]
}

describe('signing in', () => {
  test('with the right password starts a session, notes the time and is on record, without being an edit', async () => {
    const account = await newAccount({ role: 'manager' })
    const { token, user } = await enter(account.email)
    expect(user.id).toBe(account.id)
    expect(await isGood(token)).toBe(true)
    const after = await getUser(system(), account.id)
    expect(after.lastSignInAt).toBeInstanceOf(Date)
    expect(after.version).toBe(account.version)
    expect(await lastEvent(account.id)).toMatchObject({
      action: 'session.started',
      outcome: 'done',
      actorId: account.id,
      ip: expect.stringMatching(/^10\./),
    })
  })

  test('keeps the token nowhere, only its hash', async () => {
    const account = await newAccount()
    const { token } = await enter(account.email)
    const [row] = await database().select().from(sessions).where(eq(sessions.userId, account.id))
    expect(row?.tokenHash).toEqual(createHash('sha256').update(token).digest())
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const everything = await database().execute(
      sql`select s::text as row from sessions s union all select e::text from events e`,
    )
    expect(JSON.stringify(everything.rows)).not.toContain(token)
  })

  test('takes the address however it is written', async () => {
    const account = await newAccount()
    expect((await enter(`  ${account.email.toUpperCase()} `)).user.id).toBe(account.id)
  })

  test('gives a new token every time, also to two who come at the same moment', async () => {
    const account = await newAccount()
    const both = await Promise.all([enter(account.email), enter(account.email)])
    const tokens = new Set(both.map(({ token }) => token))
    expect(tokens.size).toBe(2)
    for (const token of tokens) expect(await isGood(token)).toBe(true)
  })

  test('puts a weaker hash away for a stronger one, also when two come at the same moment', async () => {
    const account = await newAccount()
    const weak = await hash(goodPassword, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
    await database().update(users).set({ passwordHash: weak }).where(eq(users.id, account.id))
    await Promise.all([enter(account.email), enter(account.email)])
    const [row] = await database()
      .select({ hash: users.passwordHash, version: users.version })
      .from(users)
      .where(eq(users.id, account.id))
    expect(row?.hash).toMatch(/m=19456,t=2,p=1/)
    expect(row?.version).toBe(account.version)
    expect((await enter(account.email)).user.id).toBe(account.id)
  })
})

describe('who is refused', () => {
  test('gets one answer, whatever the reason, and the audit log has the true one', async () => {
    const [suspended, locked, deleted, active] = await Promise.all([
      newAccount(),
      newAccount(),
      newAccount(),
      newAccount(),
    ])
    const { user: invited } = await createUser(system(), {
      name: 'Invited',
      email: `invited.${randomUUID()}@roster.test`,
      role: 'user',
      mustChangePassword: true,
    })
    await suspendUser(system(), suspended.id, 'On leave')
    await lockUser(system(), locked.id, null)
    await deleteUser(system(), deleted.id)

    expect(await answer(enter(`nobody.${randomUUID()}@roster.test`))).toEqual(noMatch)
    for (const { email } of [suspended, locked, deleted, invited]) expect(await answer(enter(email))).toEqual(noMatch)
    expect(await answer(enter(active.email, 'wrong'))).toEqual(noMatch)

    expect(await lastEvent(suspended.id)).toMatchObject({ action: 'session.refused', code: 'account_suspended' })
    expect(await lastEvent(locked.id)).toMatchObject({ action: 'session.refused', code: 'account_locked' })
    expect(await lastEvent(active.id)).toMatchObject({
      action: 'session.refused',
      outcome: 'refused',
      code: 'invalid_credentials',
      actorId: null,
      actorLabel: 'Not signed in',
      details: { email: active.email, passwordMatches: false },
    })
    const started = await database().select().from(sessions).where(eq(sessions.userId, suspended.id))
    expect(started).toHaveLength(0)
  })

  test.each([
    ['', 'x', 'email'],
    ['ada', 'x', 'email'],
    [`${'a'.repeat(300)}@roster.test`, 'x', 'email'],
    ['ada@roster.test', '', 'password'],
    ['ada@roster.test', 'x'.repeat(257), 'password'],
    ['ada@roster.test', 'x'.repeat(1_000_000), 'password'],
  ])('for what no account can have is told at once, at the field (%#)', async (email, password, field) => {
    const started = performance.now()
    await expect(enter(email, password)).rejects.toMatchObject({ fields: { [field]: [expect.any(String)] } })
    expect(performance.now() - started).toBeLessThan(200)
  })

  const mayBeBusy = { retry: 2, timeout: 30_000 }
  test('learns nothing from the time: it is the same for unknown, wrong, suspended and closed', mayBeBusy, async () => {
    const [active, suspended, closed] = await Promise.all([newAccount(), newAccount(), newAccount()])
    await suspendUser(system(), suspended.id, null)
    const closedFrom = newAddress()
    await Promise.all(Array.from({ length: 10 }, () => answer(enter(closed.email, 'wrong', closedFrom))))
    const kinds = {
      unknown: () => enter(`nobody.${randomUUID()}@roster.test`),
      wrong: () => enter(active.email, 'wrong'),
      suspended: () => enter(suspended.email),
      closed: () => enter(closed.email, 'wrong', closedFrom),
    }
    const times = Object.fromEntries(Object.keys(kinds).map((kind): [string, number[]] => [kind, []]))
    // In turns, so that a machine that is busy with something else slows all of them alike
    for (let round = 0; round < 7; round++) {
      for (const [kind, tryOnce] of Object.entries(kinds)) {
        const started = performance.now()
        await answer(tryOnce())
        times[kind]?.push(performance.now() - started)
      }
    }
    const medians = Object.fromEntries(
      Object.entries(times).map(([kind, each]) => [kind, each.sort((a, b) => a - b)[3] ?? 0]),
    )
    const all = Object.values(medians)
    expect(Math.min(...all)).toBeGreaterThanOrEqual(249)
    expect(Math.max(...all) / Math.min(...all), JSON.stringify(medians)).toBeLessThan(1.1)
  })
})

describe('at the same moment', () => {
  test('somebody who is being suspended ends without a session', async () => {
    for (let round = 0; round < 10; round++) {
      const account = await newAccount()
      const [entered] = await Promise.allSettled([
        enter(account.email),
        // About when the password has been hashed
        new Promise((resolve) => setTimeout(resolve, 15 + round * 2)).then(() =>
          suspendUser(system(), account.id, null),
        ),
      ])
      const token = entered.status === 'fulfilled' ? entered.value.token : null
      if (token !== null) expect(await isGood(token)).toBe(false)
      expect(await database().select().from(sessions).where(eq(sessions.userId, account.id))).toHaveLength(0)
    }
  })

  test('forty guesses at one account: ten are looked at', async () => {
    const account = await newAccount()
    const ip = newAddress()
    const all = await Promise.all(Array.from({ length: 40 }, () => answer(enter(account.email, 'wrong', ip))))
    const codes = all.map((one) => (typeof one === 'string' ? one : one.code))
    expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(10)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(30)
    // Also the right password is refused there now, and taken elsewhere
    expect(await answer(enter(account.email, goodPassword, ip))).toMatchObject({ code: 'rate_limited' })
    expect((await enter(account.email)).user.id).toBe(account.id)
  })

  test('a guess that is right among wrong ones is taken', async () => {
    const account = await newAccount()
    const ip = newAddress()
    const wrong = Array.from({ length: 9 }, () => answer(enter(account.email, 'wrong', ip)))
    const [right] = await Promise.all([answer(enter(account.email, goodPassword, ip)), ...wrong])
    expect(right).toBe('signed in')
  })
})
