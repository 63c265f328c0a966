import { desc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { events } from '@/drizzle/schema'
import { changeOwnPassword, renameSelf } from '@/server/account/account-service'
import { type Actor, systemActor } from '@/server/auth/actor'
import { goodPassword, isGood, newAccount, newAddress, requestFrom } from '@/server/auth/auth-test-people'
import { signIn } from '@/server/auth/sign-in-service'
import { database } from '@/server/platform/database'
import { findActorByToken } from '@/server/sessions/session-service'
import type { User } from '@/server/users/user'
import { setUserPassword, suspendUser } from '@/server/users/user-access-service'
import { getUser, updateUser } from '@/server/users/user-service'
import { acting, newActor, system } from '@/server/users/user-test-people'

const nextPassword = 'nine patient badgers'

/** Signed in for real, from an address of their own. */
async function signedIn(
  user: User,
  password = goodPassword,
  ip = newAddress(),
): Promise<{ actor: Actor; token: string }> {
  const request = requestFrom(ip)
  const { token } = await signIn({ email: user.email, password, request })
  const actor = await findActorByToken(token, request)
  if (!actor) throw new Error('not signed in')
  return { actor, token }
}

describe('changing one’s own password', () => {
  test('ends the other sessions, keeps this one, and is on record without either password', async () => {
    const user = await newAccount()
    const [here, there] = [await signedIn(user), await signedIn(user)]
    await changeOwnPassword(here.actor, { currentPassword: goodPassword, newPassword: nextPassword })
    expect(await isGood(here.token)).toBe(true)
    expect(await isGood(there.token)).toBe(false)
    await expect(signedIn(user)).rejects.toMatchObject({ code: 'invalid_credentials' })
    expect((await signedIn(user, nextPassword)).actor.id).toBe(user.id)
    const rows = await database().select().from(events).where(eq(events.subjectId, user.id))
    expect(rows).toContainEqual(
      expect.objectContaining({
        action: 'user.password-changed',
        outcome: 'done',
        actorId: user.id,
        details: { endedSessions: 1 },
      }),
    )
    expect(JSON.stringify(rows)).not.toContain(nextPassword)
  })

  test('frees somebody who was given a password', async () => {
    const user = await newAccount()
    await setUserPassword(system(), user.id, nextPassword)
    const { actor } = await signedIn(user, nextPassword)
    expect(actor.mustChangePassword).toBe(true)
    await changeOwnPassword(actor, { currentPassword: nextPassword, newPassword: 'twelve quiet lanterns' })
    expect((await getUser(system(), user.id)).mustChangePassword).toBe(false)
  })

  test.each([
    ['', nextPassword, 'invalid', 'currentPassword'],
    ['wrong', nextPassword, 'invalid_credentials', 'currentPassword'],
    ['x'.repeat(257), nextPassword, 'invalid', 'currentPassword'],
    [goodPassword, '', 'invalid', 'newPassword'],
    [goodPassword, 'short', 'weak_password', 'newPassword'],
    [goodPassword, goodPassword, 'weak_password', 'newPassword'],
    [goodPassword, 'x'.repeat(257), 'invalid', 'newPassword'],
    [goodPassword, 'passwordpassword', 'weak_password', 'newPassword'],
    [goodPassword, `nine patient\0badgers`, 'invalid', 'newPassword'],
  ])('explains what is wrong at the field (%#)', async (currentPassword, newPassword, code, field) => {
    const { actor } = await signedIn(await newAccount())
    await expect(changeOwnPassword(actor, { currentPassword, newPassword })).rejects.toMatchObject({
      code,
      fields: { [field]: [expect.any(String)] },
    })
  })

  test('lets nobody guess at an open browser, and keeps the owner from nowhere else', async () => {
    const user = await newAccount()
    const { actor } = await signedIn(user)
    const guess = () =>
      changeOwnPassword(actor, { currentPassword: 'wrong', newPassword: nextPassword }).catch(
        ({ code }: { code: string }) => code,
      )
    const codes = await Promise.all(Array.from({ length: 25 }, guess))
    expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(10)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(15)
    expect((await signedIn(user)).actor.id).toBe(user.id)
    const [last] = await database().select().from(events).where(eq(events.actorId, user.id)).orderBy(desc(events.seq))
    expect(last).toMatchObject({ action: 'session.started' })
  })

  test('takes one of two that come at the same moment', async () => {
    const { actor } = await signedIn(await newAccount())
    const results = await Promise.allSettled(
      [nextPassword, 'twelve quiet lanterns'].map((newPassword) =>
        changeOwnPassword(actor, { currentPassword: goodPassword, newPassword }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is not for somebody who was suspended meanwhile, nor for the program itself', async () => {
    const user = await newAccount()
    const { actor } = await signedIn(user)
    await suspendUser(system(), user.id, null)
    const change = { currentPassword: goodPassword, newPassword: nextPassword }
    await expect(changeOwnPassword(actor, change)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(changeOwnPassword(systemActor(requestFrom()), change)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })
})

describe('changing one’s own name', () => {
  test('is for everybody, whatever the role', async () => {
    for (const role of ['admin', 'manager', 'user'] as const) {
      const user = await newAccount({ role })
      const { user: renamed } = await renameSelf(acting(user), user.version, 'Another Name')
      expect(renamed).toMatchObject({ name: 'Another Name', email: user.email, version: user.version + 1 })
    }
  })

  test('keeps what somebody else changed meanwhile, and shows both names when it was the name', async () => {
    const [user, admin] = [await newAccount(), await newActor('admin')]
    const email = `moved.${user.email}`
    await updateUser(admin, user.id, user.version, { name: user.name, email })
    const { user: renamed } = await renameSelf(acting(user), user.version, 'Mine')
    expect(renamed).toMatchObject({ name: 'Mine', email })
    await updateUser(admin, user.id, renamed.version, { name: 'Theirs', email })
    await expect(renameSelf(acting(user), renamed.version, 'Mine again')).rejects.toMatchObject({
      code: 'conflict',
      facts: { base: { name: 'Mine' }, mine: { name: 'Mine again' }, theirs: { name: 'Theirs' } },
    })
  })

  test('is not for somebody who was suspended meanwhile', async () => {
    const user = await newAccount()
    await suspendUser(system(), user.id, null)
    await expect(renameSelf(acting(user), user.version, 'X')).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})
