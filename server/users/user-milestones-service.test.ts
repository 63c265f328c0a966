import { beforeAll, expect, test } from 'vitest'
import type { Actor } from '@/server/auth/actor'
import { changeUserRole, reactivateUser, suspendUser } from '@/server/users/user-access-service'
import { getUserMilestones } from '@/server/users/user-milestones-service'
import {
  createUser,
  deleteUser,
  findAddressHolder,
  getUser,
  restoreUser,
  updateUser,
} from '@/server/users/user-service'
import { newActor, newUser } from '@/server/users/user-test-people'

let admin: Actor
let manager: Actor
beforeAll(async () => {
  ;[admin, manager] = await Promise.all([newActor('admin'), newActor('manager')])
})

const made = async (email: string) =>
  (await createUser(admin, { name: 'Ada', email, role: 'user', mustChangePassword: true })).user

test('says since when things are as they are, and who made them so', async () => {
  const user = await made('milestones@roster.test')
  const fresh = await getUserMilestones(admin, user)
  const by = `${admin.name} <${admin.email}>`
  expect(fresh).toMatchObject({ created: { by, reason: null }, deleted: null })
  expect([fresh.role, fresh.status], 'from the beginning').toEqual([fresh.created, fresh.created])

  await suspendUser(manager, user.id, 'On leave')
  await updateUser(admin, user.id, 2, { name: 'Ada Lovelace', email: user.email })
  const suspended = await getUserMilestones(admin, await getUser(admin, user.id))
  expect(suspended.status).toMatchObject({ by: `${manager.name} <${manager.email}>`, reason: 'On leave' })
  expect(suspended.role).toEqual(fresh.role)

  await reactivateUser(admin, user.id, 'Back')
  await changeUserRole(admin, user.id, 'manager')
  const later = await getUserMilestones(admin, await getUser(admin, user.id))
  expect(later.status).toMatchObject({ by, reason: 'Back' })
  expect(later.role).toMatchObject({ by })
  expect(later.role).not.toEqual(fresh.role)
  expect(later.created).toEqual(fresh.created)
})

test('says when somebody was deleted, and nothing of it once restored', async () => {
  const user = await made('milestones.deleted@roster.test')
  const { user: deleted } = await deleteUser(admin, user.id)
  expect((await getUserMilestones(admin, deleted)).deleted).toMatchObject({ by: `${admin.name} <${admin.email}>` })
  const { user: restored } = await restoreUser(admin, user.id)
  expect((await getUserMilestones(admin, restored)).deleted).toBeNull()
})

test('tells nothing to whoever may not see the history', async () => {
  const other = await newUser({ role: 'admin' })
  expect(await getUserMilestones(manager, other)).toEqual({ created: null, role: null, status: null, deleted: null })
})

test('says who has the address of a deleted user now', async () => {
  const user = await made('holder@roster.test')
  const { user: deleted } = await deleteUser(admin, user.id)
  expect(await findAddressHolder(admin, deleted)).toBeNull()
  const holder = await made('Holder@Roster.Test')
  expect(await findAddressHolder(admin, deleted)).toMatchObject({ id: holder.id })
  expect(await findAddressHolder(await newActor('user'), deleted), 'not to whom may not see the holder').toBeNull()
})
