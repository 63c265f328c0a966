import { desc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { changes, events } from '@/drizzle/schema'
import type { Actor } from '@/server/auth/actor'
import { database } from '@/server/platform/database'
import { createUser, deleteUser, getUser, restoreUser, updateUser } from '@/server/users/user-service'
import { acting, newActor, newUser, system } from '@/server/users/user-test-people'

let admin: Actor
let manager: Actor
let plainUser: Actor
beforeAll(async () => {
  ;[admin, manager, plainUser] = await Promise.all([newActor('admin'), newActor('manager'), newActor('user')])
})

async function lastEvent(subjectId: string) {
  const [event] = await database()
    .select()
    .from(events)
    .where(eq(events.subjectId, subjectId))
    .orderBy(desc(events.seq))
    .limit(1)
  return event
}
const changesOf = (subjectId: string) =>
  database().select().from(changes).where(eq(changes.subjectId, subjectId)).orderBy(changes.seq)

describe('creating', () => {
  test('makes a user, one event and one change record', async () => {
    const { user, eventId } = await createUser(admin, {
      name: 'Ada',
      email: 'Ada.Create@Roster.Test',
      role: 'manager',
      mustChangePassword: true,
    })
    expect(user).toMatchObject({ name: 'Ada', email: 'Ada.Create@Roster.Test', role: 'manager', version: 1 })
    expect(user).not.toHaveProperty('passwordHash')
    expect(await lastEvent(user.id)).toMatchObject({
      id: eventId,
      action: 'user.created',
      outcome: 'done',
      actorId: admin.id,
      requestId: admin.request.requestId,
      ip: '127.0.0.1',
    })
    expect(await changesOf(user.id)).toMatchObject([
      { eventId, version: 1, before: {}, after: { name: 'Ada', email: 'Ada.Create@Roster.Test', role: 'manager' } },
    ])
  })

  test('a password is hashed, must be changed, and stands nowhere in the log', async () => {
    const password = 'seven wandering herons'
    const { user } = await createUser(admin, {
      name: 'Pia',
      email: 'pia@roster.test',
      role: 'user',
      password,
      mustChangePassword: true,
    })
    expect(user.mustChangePassword).toBe(true)
    const written = JSON.stringify([await changesOf(user.id), await lastEvent(user.id)])
    expect(written).toContain('"password":"changed"')
    expect(written).not.toContain(password)
    expect(written).not.toContain('argon2')
  })

  test('a manager creates users, and cannot make anyone a manager', async () => {
    const input = { name: 'Max', mustChangePassword: true }
    const { user } = await createUser(manager, { ...input, email: 'max@roster.test', role: 'user' })
    expect(user.role).toBe('user')
    const refused = createUser(manager, { ...input, email: 'max2@roster.test', role: 'manager' })
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a user may not create, and the refusal is in the log', async () => {
    const input = { name: 'No', email: 'no@roster.test', role: 'user', mustChangePassword: true } as const
    await expect(createUser(plainUser, input)).rejects.toMatchObject({ code: 'forbidden' })
    const [event] = await database().select().from(events).where(eq(events.requestId, plainUser.request.requestId))
    expect(event).toMatchObject({
      action: 'user.created',
      outcome: 'refused',
      code: 'forbidden',
      actorId: plainUser.id,
    })
  })

  test('an address that looks the same is taken, in any case and any width', async () => {
    await newUser({ email: 'kelvin@roster.test' })
    for (const email of ['KELVIN@roster.test', '\u212aelvin@roster.test', 'kelvin@ROSTER.test']) {
      const input = { name: 'Twin', email, role: 'user', mustChangePassword: true } as const
      await expect(createUser(admin, input)).rejects.toMatchObject({
        code: 'already_exists',
        fields: { email: ['This address is already in use'] },
      })
    }
  })

  test('a throw-away address is refused, with its subdomains', async () => {
    for (const email of ['x@mailinator.com', 'x@sub.mailinator.com', 'x@MAILINATOR.com']) {
      const input = { name: 'Gone', email, role: 'user', mustChangePassword: true } as const
      await expect(createUser(admin, input)).rejects.toMatchObject({ code: 'restricted_email_domain' })
    }
  })

  test('a weak password is refused before anything is written', async () => {
    const input = { name: 'Weak', email: 'weak@roster.test', role: 'user', mustChangePassword: true } as const
    const refused = createUser(admin, { ...input, password: 'short' })
    await expect(refused).rejects.toMatchObject({ code: 'weak_password', fields: { password: [expect.any(String)] } })
    await expect(createUser(admin, input)).resolves.toBeDefined()
  })

  test('a hundred creations of one address at once make one', async () => {
    const input = { name: 'Only', email: 'only@roster.test', role: 'user', mustChangePassword: true } as const
    const made = await Promise.allSettled(Array.from({ length: 100 }, () => createUser(admin, input)))
    const done = made.filter((each) => each.status === 'fulfilled')
    expect(done).toHaveLength(1)
    for (const each of made) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'already_exists' })
    }
  })
})

describe('editing', () => {
  test('changes what differs and says so field by field', async () => {
    const user = await newUser({ name: 'Ada' })
    const { user: saved } = await updateUser(admin, user.id, 1, { name: 'Ada Lovelace', email: user.email })
    expect(saved).toMatchObject({ name: 'Ada Lovelace', version: 2 })
    expect((await changesOf(user.id)).at(-1)).toMatchObject({
      version: 2,
      before: { name: 'Ada' },
      after: { name: 'Ada Lovelace' },
    })
  })

  test('saving without a change writes nothing', async () => {
    const user = await newUser()
    const { eventId } = await updateUser(admin, user.id, 1, { name: user.name, email: user.email })
    expect(eventId).toBeNull()
    expect(await changesOf(user.id)).toHaveLength(1)
  })

  test('edits of different fields merge', async () => {
    const user = await newUser()
    await updateUser(admin, user.id, 1, { name: 'Theirs', email: user.email })
    const { user: saved } = await updateUser(manager, user.id, 1, { name: user.name, email: 'mine.merge@roster.test' })
    expect(saved).toMatchObject({ name: 'Theirs', email: 'mine.merge@roster.test', version: 3 })
  })

  test('edits of the same field are a conflict with base, mine and theirs, and nothing is saved', async () => {
    const user = await newUser({ name: 'Base' })
    await updateUser(admin, user.id, 1, { name: 'Theirs', email: user.email })
    const mine = { name: 'Mine', email: user.email }
    await expect(updateUser(manager, user.id, 1, mine)).rejects.toMatchObject({
      code: 'conflict',
      facts: {
        base: { name: 'Base', email: user.email },
        mine,
        theirs: { name: 'Theirs' },
        theirVersion: 2,
        changedBy: expect.stringContaining(admin.name),
      },
    })
    expect(await getUser(admin, user.id)).toMatchObject({ name: 'Theirs', version: 2 })
  })

  test('fifty editors at once lose nothing: one is saved, the others are shown both values', async () => {
    const user = await newUser()
    const edit = (index: number) => updateUser(admin, user.id, 1, { name: `Editor ${index}`, email: user.email })
    const ends = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => edit(index)))
    const refused = ends.filter((each) => each.status === 'rejected')
    expect(refused.map((each) => each.reason.code)).toEqual(Array(49).fill('conflict'))
    const now = await getUser(admin, user.id)
    expect(now.version).toBe(2)
    expect(await changesOf(user.id)).toHaveLength(now.version)
  })

  test('a manager may not edit a manager; a user may not even see others', async () => {
    const other = await newUser({ role: 'manager' })
    const edit = { name: 'New', email: other.email }
    await expect(updateUser(manager, other.id, 1, edit)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(updateUser(plainUser, other.id, 1, edit)).rejects.toMatchObject({ code: 'not_found' })
    expect(await lastEvent(other.id)).toMatchObject({ outcome: 'refused', code: 'not_found', actorId: plainUser.id })
    expect(await getUser(admin, other.id)).toMatchObject({ version: 1 })
  })

  test('the right is asked of the actor as they are now', async () => {
    const demoted = await newActor('admin')
    const { changeUserRole } = await import('@/server/users/user-access-service')
    await changeUserRole(admin, demoted.id ?? '', 'user')
    const user = await newUser()
    await expect(updateUser(demoted, user.id, 1, { name: 'X', email: user.email })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('a version from the future is refused', async () => {
    const user = await newUser()
    const edit = { name: 'X', email: user.email }
    await expect(updateUser(admin, user.id, 9, edit)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('an address that is taken is refused at its field, and the record stays as it was', async () => {
    const [one, other] = [await newUser(), await newUser()]
    const taking = updateUser(admin, one.id, 1, { name: one.name, email: other.email })
    await expect(taking).rejects.toMatchObject({ code: 'already_exists', fields: { email: [expect.any(String)] } })
    expect(await getUser(admin, one.id)).toMatchObject({ email: one.email, version: 1 })
  })
})

describe('the trash', () => {
  test('deleting frees the address, restoring takes it back', async () => {
    const user = await newUser({ email: 'trash@roster.test' })
    const { user: deleted } = await deleteUser(admin, user.id)
    expect(deleted.deletedAt).not.toBeNull()
    const { user: restored } = await restoreUser(admin, user.id)
    expect(restored.deletedAt).toBeNull()
    expect((await changesOf(user.id)).map((change) => Object.keys(change.after))).toEqual([
      expect.any(Array),
      ['deletedAt'],
      ['deletedAt'],
    ])
  })

  test('restoring says who has the address meanwhile', async () => {
    const user = await newUser({ email: 'again@roster.test' })
    await deleteUser(admin, user.id)
    await newUser({ name: 'The Successor', email: 'AGAIN@roster.test' })
    await expect(restoreUser(admin, user.id)).rejects.toMatchObject({
      code: 'already_exists',
      message: expect.stringContaining('The Successor'),
    })
    expect((await getUser(admin, user.id)).deletedAt).not.toBeNull()
  })

  test('what is in the trash is not edited', async () => {
    const user = await newUser()
    await deleteUser(admin, user.id)
    const edit = { name: 'X', email: user.email }
    await expect(updateUser(admin, user.id, 2, edit)).rejects.toMatchObject({ code: 'deleted' })
  })

  test('two restorations of one address at once: one wins', async () => {
    const email = 'race.restore@roster.test'
    const first = await newUser({ email })
    await deleteUser(admin, first.id)
    const second = await newUser({ email })
    await deleteUser(admin, second.id)
    const both = await Promise.allSettled([restoreUser(admin, first.id), restoreUser(admin, second.id)])
    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  })

  test('nobody deletes the own account', async () => {
    await newUser({ role: 'admin' })
    await expect(deleteUser(admin, admin.id ?? '')).rejects.toMatchObject({ code: 'forbidden' })
    expect(acting(await getUser(system(), admin.id ?? '')).role).toBe('admin')
  })
})
