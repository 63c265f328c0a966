import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { events, sessions } from '@/drizzle/schema'
import { isGood, newAccount, requestFrom } from '@/server/auth/auth-test-people'
import { clock } from '@/server/clock'
import { database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import {
  endAllSessions,
  endSession,
  endSessionByToken,
  findActorByToken,
  listSessions,
  startSession,
} from '@/server/sessions/session-service'
import { defaultSettings } from '@/server/settings/settings'
import type { User } from '@/server/users/user'
import { changeUserRole, lockUser, setUserPassword, suspendUser } from '@/server/users/user-access-service'
import { deleteUser } from '@/server/users/user-service'
import { acting, newActor, system } from '@/server/users/user-test-people'

const minute = 60_000
afterEach(() => clock.move(0))

const start = (user: Pick<User, 'id'>, limits = defaultSettings) =>
  startSession(database(), user.id, requestFrom(), limits)
const lastUse = async (id: string) =>
  (await database().select({ at: sessions.lastUsedAt }).from(sessions).where(eq(sessions.id, id)))[0]?.at.getTime()

describe('a session', () => {
  test('speaks for its owner, with the request that asks', async () => {
    const user = await newAccount({ role: 'manager' })
    const { token, sessionId } = await start(user)
    const request = requestFrom()
    expect(await findActorByToken(token, request)).toEqual({
      id: user.id,
      name: user.name,
      email: user.email,
      role: 'manager',
      mustChangePassword: false,
      sessionId,
      request,
    })
  })

  test.each(['', 'x', 'a'.repeat(43), `${'a'.repeat(42)}\0`, 'a'.repeat(10_000), '; drop table sessions'])(
    'is not opened by %j',
    async (token) => expect(await isGood(token)).toBe(false),
  )

  test('ends when it is not used for its time, and lives on while it is', async () => {
    const { token } = await start(await newAccount(), { ...defaultSettings, sessionIdleMinutes: 30 })
    for (const at of [20, 40, 60]) {
      clock.move(at * minute)
      expect(await isGood(token)).toBe(true)
    }
    clock.move(91 * minute)
    expect(await isGood(token)).toBe(false)
  })

  test('ends after its days, however much it is used', async () => {
    const { token } = await start(await newAccount(), { ...defaultSettings, sessionDays: 1 })
    for (let hour = 0; hour < 24; hour += 6) {
      clock.move(hour * 60 * minute)
      expect(await isGood(token)).toBe(true)
    }
    clock.move(24 * 60 * minute + 1000)
    expect(await isGood(token)).toBe(false)
  })

  test('of one minute is not lost by somebody who is at work', async () => {
    const { token } = await start(await newAccount(), { ...defaultSettings, sessionIdleMinutes: 1 })
    for (let second = 0; second <= 300; second += 20) {
      clock.move(second * 1000)
      expect(await isGood(token)).toBe(true)
    }
  })

  test('has its last use written once a minute at most', async () => {
    const { token, sessionId } = await start(await newAccount())
    const began = await lastUse(sessionId)
    clock.move(50_000)
    await isGood(token)
    expect(await lastUse(sessionId)).toBe(began)
    clock.move(70_000)
    await Promise.all([isGood(token), isGood(token)])
    expect(await lastUse(sessionId)).toBeGreaterThan(began ?? 0)
  })

  test('is looked up without waiting for whoever holds its row', async () => {
    const { token, sessionId } = await start(await newAccount())
    clock.move(2 * minute)
    await inTransaction(async (tx) => {
      await tx.select().from(sessions).where(eq(sessions.id, sessionId)).for('update')
      const started = performance.now()
      expect(await isGood(token)).toBe(true)
      expect(performance.now() - started).toBeLessThan(500)
    })
  })

  test.each<[string, (user: User) => Promise<unknown>]>([
    ['suspended', (user) => suspendUser(system(), user.id, null)],
    ['locked', (user) => lockUser(system(), user.id, null)],
    ['deleted', (user) => deleteUser(system(), user.id)],
    ['given a role', (user) => changeUserRole(system(), user.id, 'manager')],
    ['given a password', (user) => setUserPassword(system(), user.id, 'nine patient badgers')],
  ])('is over at once for somebody who is %s', async (_, change) => {
    const user = await newAccount()
    const { token } = await start(user)
    expect(await isGood(token)).toBe(true)
    await change(user)
    expect(await isGood(token)).toBe(false)
  })

  test('is over after signing out, once, and on record', async () => {
    const user = await newAccount()
    const { token, sessionId } = await start(user)
    const ended = await Promise.all([endSessionByToken(token, requestFrom()), endSessionByToken(token, requestFrom())])
    expect(ended.filter(Boolean)).toHaveLength(1)
    expect(await isGood(token)).toBe(false)
    const rows = await database().select().from(events).where(eq(events.actorId, user.id))
    expect(rows).toMatchObject([{ action: 'session.ended', details: { sessionId, signedOut: true } }])
  })
})

describe('ending sessions', () => {
  test('of one’s own: all but the one that asks', async () => {
    const user = await newAccount()
    const [mine, other, third] = [await start(user), await start(user), await start(user)]
    const actor = { ...acting(user), sessionId: mine.sessionId }
    expect((await listSessions(actor, user.id)).map(({ id, isCurrent }) => [id, isCurrent])).toEqual(
      [third, other, mine].map(({ sessionId }) => [sessionId, sessionId === mine.sessionId]),
    )
    await endSession(actor, third.sessionId)
    expect(await isGood(third.token)).toBe(false)
    expect(await endAllSessions(actor, user.id)).toBe(1)
    expect(await isGood(other.token)).toBe(false)
    expect(await isGood(mine.token)).toBe(true)
  })

  test('of somebody else is for those who look after them', async () => {
    const [admin, manager, plain] = await Promise.all([newActor('admin'), newActor('manager'), newActor('user')])
    const [user, boss] = await Promise.all([newAccount(), newAccount({ role: 'manager' })])
    const [userSession, bossSession] = [await start(user), await start(boss)]

    await expect(endSession(plain, userSession.sessionId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(listSessions(plain, user.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(endSession(manager, bossSession.sessionId)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listSessions(manager, boss.id)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await isGood(bossSession.token)).toBe(true)
    const refused = await database().select().from(events).where(eq(events.subjectId, boss.id))
    expect(refused).toContainEqual(
      expect.objectContaining({ action: 'session.ended', outcome: 'refused', actorId: manager.id }),
    )

    expect(await endAllSessions(manager, user.id)).toBe(1)
    await endSession(admin, bossSession.sessionId)
    expect(await isGood(bossSession.token)).toBe(false)
    await expect(endSession(admin, bossSession.sessionId)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('asks for the right as it is now, not as it was when the page was opened', async () => {
    const admin = await newActor('admin')
    const { token, sessionId } = await start(await newAccount({ role: 'manager' }))
    if (admin.id) await changeUserRole(system(), admin.id, 'user')
    await expect(endSession(admin, sessionId)).rejects.toMatchObject({ code: 'not_found' })
    expect(await isGood(token)).toBe(true)
  })
})
