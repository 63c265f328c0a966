import { and, eq, isNull, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { changes, sessions, users } from '@/drizzle/schema'
import type { Actor } from '@/server/auth/actor'
import { database } from '@/server/platform/database'
import { startSession } from '@/server/sessions/session-service'
import { defaultSettings } from '@/server/settings/settings'
import type { User } from '@/server/users/user'
import {
  changeUserRole,
  lockUser,
  reactivateUser,
  setUserPassword,
  suspendUser,
  unlockUser,
} from '@/server/users/user-access-service'
import { deleteUser, getUser } from '@/server/users/user-service'
import { acting, newActor, newUser, system } from '@/server/users/user-test-people'

let admin: Actor
let manager: Actor
beforeAll(async () => {
  ;[admin, manager] = await Promise.all([newActor('admin'), newActor('manager')])
})

const session = (user: User) => startSession(database(), user.id, { ip: null, userAgent: null }, defaultSettings)
const sessionsOf = (user: User) => database().$count(sessions, eq(sessions.userId, user.id))

describe('status', () => {
  test('one at a time: a new one replaces the old, with its reason', async () => {
    const user = await newUser()
    await suspendUser(admin, user.id, 'On leave')
    const { user: locked } = await lockUser(manager, user.id, 'Lost laptop')
    expect(locked).toMatchObject({ status: 'locked', statusReason: 'Lost laptop', version: 3 })
    const { user: active } = await unlockUser(manager, user.id, null)
    expect(active).toMatchObject({ status: 'active', statusReason: null, version: 4 })
  })

  test('a suspension is not ended by unlocking', async () => {
    const user = await newUser()
    await suspendUser(admin, user.id, null)
    await expect(unlockUser(admin, user.id, null)).rejects.toMatchObject({ code: 'invalid' })
    await expect(reactivateUser(admin, user.id, null)).resolves.toMatchObject({ user: { status: 'active' } })
  })

  test('what is so already is not written again', async () => {
    const user = await newUser()
    await suspendUser(admin, user.id, 'On leave')
    expect(await suspendUser(admin, user.id, 'On leave')).toMatchObject({ eventId: null, user: { version: 2 } })
  })

  test.each([
    ['suspending', (user: User) => suspendUser(admin, user.id, null)],
    ['locking', (user: User) => lockUser(admin, user.id, null)],
    ['deleting', (user: User) => deleteUser(admin, user.id)],
    ['a new role', (user: User) => changeUserRole(admin, user.id, 'manager')],
    ['a new password', (user: User) => setUserPassword(admin, user.id, 'nine patient lanterns')],
  ])('%s ends the sessions and says how many', async (_, act) => {
    const user = await newUser()
    await Promise.all([session(user), session(user)])
    expect(await act(user)).toMatchObject({ endedSessions: 2 })
    expect(await sessionsOf(user)).toBe(0)
  })

  test('reactivating ends none', async () => {
    const user = await newUser()
    await suspendUser(admin, user.id, null)
    expect(await reactivateUser(admin, user.id, null)).toMatchObject({ endedSessions: 0 })
  })

  test('a manager is refused on a manager, and nothing changes', async () => {
    const other = await newUser({ role: 'manager' })
    for (const act of [suspendUser, lockUser, reactivateUser]) {
      await expect(act(manager, other.id, null)).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await getUser(admin, other.id)).toMatchObject({ status: 'active', version: 1 })
  })
})

describe('roles', () => {
  test('a manager cannot make anyone an administrator', async () => {
    const user = await newUser()
    await expect(changeUserRole(manager, user.id, 'admin')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(changeUserRole(manager, manager.id ?? '', 'admin')).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a promotion while somebody edits: the right is asked of the row as it is then', async () => {
    const user = await newUser()
    await changeUserRole(admin, user.id, 'manager')
    await expect(suspendUser(manager, user.id, null)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the last active administrator', () => {
  /** Leaves just these two as active administrators, and puts the others back afterwards. */
  async function withOnlyTwo(work: (one: Actor, other: Actor) => Promise<void>): Promise<void> {
    const [one, other] = [await newActor('admin'), await newActor('admin')]
    const isOther = sql`role = 'admin' and id not in (${one.id}, ${other.id})`
    await database().execute(sql`update users set role = 'manager', status_reason = 'parked' where ${isOther}`)
    try {
      await work(one, other)
    } finally {
      await database().execute(
        sql`update users set role = 'admin', status_reason = null where status_reason = 'parked'`,
      )
    }
  }
  const activeAdministrators = () =>
    database().$count(users, and(eq(users.role, 'admin'), eq(users.status, 'active'), isNull(users.deletedAt)))

  test('stays, whatever is tried', async () => {
    await withOnlyTwo(async (one, other) => {
      await changeUserRole(one, other.id ?? '', 'user')
      const id = one.id ?? ''
      for (const actor of [one, system()]) {
        await expect(changeUserRole(actor, id, 'manager')).rejects.toMatchObject({ code: 'last_administrator' })
        await expect(suspendUser(actor, id, null)).rejects.toMatchObject({ code: 'last_administrator' })
        await expect(lockUser(actor, id, null)).rejects.toMatchObject({ code: 'last_administrator' })
        await expect(deleteUser(actor, id)).rejects.toMatchObject({ code: 'last_administrator' })
      }
      expect(await activeAdministrators()).toBe(1)
    })
  })

  test('is left over when two remove each other at once, 40 times, and each change has one record', async () => {
    await withOnlyTwo(async (one, other) => {
      const removals = [
        (actor: Actor, id: string) => changeUserRole(actor, id, 'user'),
        (actor: Actor, id: string) => suspendUser(actor, id, null),
        (actor: Actor, id: string) => lockUser(actor, id, null),
        (actor: Actor, id: string) => deleteUser(actor, id),
      ]
      for (let round = 0; round < 40; round++) {
        const remove = removals[round % removals.length]
        await Promise.allSettled([remove?.(one, other.id ?? ''), remove?.(other, one.id ?? '')])
        expect(await activeAdministrators()).toBe(1)
        await putBack(one)
        await putBack(other)
      }
      for (const actor of [one, other]) {
        const user = await getUser(system(), actor.id ?? '')
        expect(await database().$count(changes, eq(changes.subjectId, user.id))).toBe(user.version)
      }
    })
  })

  async function putBack(actor: Actor): Promise<void> {
    const { restoreUser } = await import('@/server/users/user-service')
    const id = actor.id ?? ''
    await restoreUser(system(), id)
    await reactivateUser(system(), id, null)
    await changeUserRole(system(), id, 'admin')
  }
})

test('a password that was given must be changed at the next sign-in', async () => {
  const user = await newUser()
  const { user: changed } = await setUserPassword(manager, user.id, 'eleven quiet harbours')
  expect(changed.mustChangePassword).toBe(true)
  const self = acting(changed)
  await expect(setUserPassword(self, user.id, 'eleven quiet harbours')).rejects.toMatchObject({ code: 'forbidden' })
})
