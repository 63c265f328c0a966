import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@/server/auth/actor'
import { changeUserRole, lockUser, setUserPassword, suspendUser } from '@/server/users/user-access-service'
import { createUser, deleteUser, getUser, updateUser } from '@/server/users/user-service'
import { acting, newActor, newUser } from '@/server/users/user-test-people'
import { previewUndo, undoUserChange } from '@/server/users/user-undo-service'

let admin: Actor
let manager: Actor
beforeAll(async () => {
  ;[admin, manager] = await Promise.all([newActor('admin'), newActor('manager')])
})
const id = (event: { eventId: string | null }) => event.eventId ?? ''

describe('undoing', () => {
  test('brings an edit back, and undoing that brings it forth again', async () => {
    const user = await newUser({ name: 'Before' })
    const edit = await updateUser(admin, user.id, 1, { name: 'After', email: user.email })
    const undone = await undoUserChange(manager, id(edit))
    expect(undone).toMatchObject({ user: { name: 'Before', version: 3 }, kept: [] })
    expect(await undoUserChange(admin, id(undone))).toMatchObject({ user: { name: 'After', version: 4 } })
  })

  test('brings a status back with its reason, and a suspension ends the sessions again', async () => {
    const user = await newUser()
    await suspendUser(admin, user.id, 'On leave')
    const locked = await lockUser(admin, user.id, 'Lost laptop')
    const { user: back } = await undoUserChange(admin, id(locked))
    expect(back).toMatchObject({ status: 'suspended', statusReason: 'On leave' })
  })

  test('takes a deletion out of the trash, and puts a creation into it', async () => {
    const made = await createUser(admin, {
      name: 'New',
      email: 'undo.new@roster.test',
      role: 'user',
      mustChangePassword: true,
    })
    const gone = await undoUserChange(admin, id(made))
    expect(gone.user.deletedAt).not.toBeNull()
    expect((await undoUserChange(admin, id(gone))).user.deletedAt).toBeNull()
    const deleted = await deleteUser(admin, made.user.id)
    expect((await undoUserChange(admin, id(deleted))).user.deletedAt).toBeNull()
  })

  test('leaves a field that has changed since, and says so before and after', async () => {
    const user = await newUser({ name: 'Before' })
    const edit = await updateUser(admin, user.id, 1, { name: 'After', email: `x.${user.email}` })
    await updateUser(admin, user.id, 2, { name: 'Later', email: `x.${user.email}` })
    const preview = await previewUndo(admin, id(edit))
    expect(preview).toMatchObject({ mayUndo: true })
    expect(preview.fields).toContainEqual({ field: 'name', from: 'Later', to: 'Before', kept: 'changed-since' })
    expect(preview.fields).toContainEqual({ field: 'email', from: `x.${user.email}`, to: user.email, kept: null })
    const undone = await undoUserChange(admin, id(edit))
    expect(undone.user).toMatchObject({ name: 'Later', email: user.email })
    expect(undone.kept.map((field) => field.field)).toEqual(['name'])
  })

  test('is refused when everything has changed since, or nothing was changed', async () => {
    const user = await newUser()
    const first = await suspendUser(admin, user.id, 'one')
    await lockUser(admin, user.id, 'two')
    await expect(undoUserChange(admin, id(first))).rejects.toMatchObject({ code: 'conflict' })
    await expect(undoUserChange(admin, crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' })
  })

  test('twice at once undoes once', async () => {
    const user = await newUser({ name: 'Before' })
    const edit = await updateUser(admin, user.id, 1, { name: 'After', email: user.email })
    const both = await Promise.allSettled([undoUserChange(admin, id(edit)), undoUserChange(manager, id(edit))])
    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    expect(await getUser(admin, user.id)).toMatchObject({ name: 'Before', version: 3 })
  })

  test('never brings a password back', async () => {
    const user = await newUser()
    const set = await setUserPassword(admin, user.id, 'seven wandering herons')
    await expect(undoUserChange(admin, id(set))).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('who may undo', () => {
  test('a manager may not undo what only an administrator may do', async () => {
    const user = await newUser()
    const promoted = await changeUserRole(admin, user.id, 'manager')
    await expect(undoUserChange(manager, id(promoted))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await getUser(admin, user.id)).toMatchObject({ role: 'manager', version: 2 })
  })

  test('nobody undoes the own demotion, and a plain user sees nothing', async () => {
    const other = await newUser({ role: 'admin' })
    const demoted = await changeUserRole(admin, other.id, 'user')
    await expect(undoUserChange(acting(other), id(demoted))).rejects.toMatchObject({ code: 'forbidden' })
    const stranger = await newActor('user')
    await expect(undoUserChange(stranger, id(demoted))).rejects.toMatchObject({ code: 'not_found' })
    await expect(previewUndo(stranger, id(demoted))).rejects.toMatchObject({ code: 'not_found' })
  })

  test('the last administrator stays, also when a promotion is undone', async () => {
    const promoted = await changeUserRole(admin, (await newUser()).id, 'admin')
    const only = acting(promoted.user)
    await changeUserRole(only, admin.id ?? '', 'user')
    await expect(undoUserChange(only, id(promoted))).rejects.toMatchObject({
      code: expect.stringMatching(/forbidden|last_administrator/),
    })
  })
})
