import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/server/auth/actor'
import { listEvents } from '@/server/events/audit-service'
import { defaultEventQuery } from '@/server/events/event-filter'
import { defaultSettings, type Settings } from '@/server/settings/settings'
import { getSettings, updateSettings } from '@/server/settings/settings-service'
import { previewUndo, undo } from '@/server/undo/undo-service'
import { changeUserRole, setUserPassword } from '@/server/users/user-access-service'
import { getUser, updateUser } from '@/server/users/user-service'
import { newActor, newUser } from '@/server/users/user-test-people'

let admin: Actor
let manager: Actor
beforeAll(async () => {
  ;[admin, manager] = await Promise.all([newActor('admin'), newActor('manager')])
})
const id = (saved: { eventId: string | null }) => saved.eventId ?? ''

describe('a change of the settings', () => {
  beforeEach(() => save(defaultSettings))

  async function save(settings: Partial<Settings>) {
    const { value, version } = await getSettings(admin)
    return updateSettings(admin, version, { ...value, ...settings })
  }

  test('is undone, and undoing that brings it forth again', async () => {
    const saved = await save({ sessionDays: 3, allowedDomains: ['a.example', 'b.example'] })
    const preview = await previewUndo(admin, id(saved))
    expect(preview).toMatchObject({ mayUndo: true, subject: { kind: 'settings' } })
    expect(preview.fields).toContainEqual({ field: 'sessionDays', from: 3, to: 7, kept: null })
    const undone = await undo(admin, id(saved))
    expect(undone).toMatchObject({ kept: [], endedSessions: 0, subject: { label: 'Settings' } })
    expect((await getSettings(admin)).value).toEqual(defaultSettings)
    await undo(admin, id(undone))
    expect((await getSettings(admin)).value).toMatchObject({
      sessionDays: 3,
      allowedDomains: ['a.example', 'b.example'],
    })
  })

  test('leaves a setting that has changed since, and says so before and after', async () => {
    const saved = await save({ sessionDays: 3, restrictedDomains: ['rival.example'] })
    await save({ restrictedDomains: ['other.example'] })
    const domains = {
      field: 'restrictedDomains',
      from: ['other.example'],
      to: [],
      kept: 'changed-since',
    }
    expect((await previewUndo(admin, id(saved))).fields).toContainEqual(domains)
    expect((await undo(admin, id(saved))).kept).toEqual([domains])
    expect((await getSettings(admin)).value).toEqual({ ...defaultSettings, restrictedDomains: ['other.example'] })
  })

  test('is not undone twice, nor when all of it has changed since; the refusal is recorded', async () => {
    const saved = await save({ sessionDays: 3 })
    await undo(admin, id(saved))
    await expect(undo(admin, id(saved))).rejects.toMatchObject({ code: 'conflict' })
    const query = { ...defaultEventQuery, action: ['settings.undone' as const], limit: 2 }
    const { events } = await listEvents(admin, query)
    expect(events.map(({ outcome, code, details }) => [outcome, code, details.undoes])).toEqual([
      ['refused', 'conflict', id(saved)],
      ['done', null, id(saved)],
    ])
  })

  test('by two at once is undone once', async () => {
    const saved = await save({ sessionDays: 3 })
    const both = await Promise.allSettled([undo(admin, id(saved)), undo(admin, id(saved))])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await getSettings(admin)).value).toEqual(defaultSettings)
  })

  test('is nothing that a manager may see or undo', async () => {
    const saved = await save({ sessionDays: 3 })
    await expect(previewUndo(manager, id(saved))).rejects.toMatchObject({ code: 'not_found' })
    await expect(undo(manager, id(saved))).rejects.toMatchObject({ code: 'not_found' })
    expect((await getSettings(admin)).value.sessionDays).toBe(3)
  })
})

describe('a change of a user', () => {
  test('is undone through the same door', async () => {
    const user = await newUser({ name: 'Before' })
    const edit = await updateUser(admin, user.id, 1, { name: 'After', email: user.email })
    expect(await previewUndo(manager, id(edit).toUpperCase())).toMatchObject({
      mayUndo: true,
      subject: { id: user.id },
    })
    expect(await undo(manager, id(edit))).toMatchObject({ subject: { kind: 'user', id: user.id }, kept: [] })
    expect((await getUser(admin, user.id)).name).toBe('Before')
  })

  test('says in advance who may not, and what can’t be brought back', async () => {
    const user = await newUser()
    const promoted = await changeUserRole(admin, user.id, 'manager')
    expect(await previewUndo(admin, id(promoted))).toMatchObject({ mayUndo: true })
    const set = await setUserPassword(admin, user.id, 'seven wandering herons')
    const { fields } = await previewUndo(admin, id(set))
    expect(fields.map(({ kept }) => kept)).toEqual(fields.map(() => 'secret'))
  })
})

test.each(['junk', '', '../settings', '00000000-0000-0000-0000-00000000000g'])('%j is no event', async (junk) => {
  await expect(undo(admin, junk)).rejects.toMatchObject({ code: 'invalid_id' })
  await expect(previewUndo(admin, junk)).rejects.toMatchObject({ code: 'invalid_id' })
})

test('an event that is not there, or changed nothing, is not undone', async () => {
  await expect(undo(admin, crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' })
  await expect(changeUserRole(manager, admin.id ?? '', 'user')).rejects.toMatchObject({ code: 'forbidden' })
  const { events } = await listEvents(admin, { ...defaultEventQuery, actor: manager.id ?? '', outcome: ['refused'] })
  const refused = events.find(({ action }) => action === 'user.role-changed')
  await expect(undo(admin, refused?.id ?? '')).rejects.toMatchObject({ code: 'invalid' })
})
