import { expect, test } from 'vitest'
import type { Event } from '@/server/events/event'
import type { UndoField } from '@/server/users/user-undo'
import { isUndoable, undoWords } from './undo-words'

const now = new Date('2026-11-24T12:00:00Z')
const subject = { kind: 'user' as const, id: 'u1', label: 'Ada Lovelace <ada@roster.test>' }
const event: Event = {
  id: 'e1',
  seq: 1,
  createdAt: new Date('2026-11-24T11:48:00Z'),
  actorId: 'a1',
  actorLabel: 'Maja Lindqvist <maja@roster.test>',
  via: 'web',
  action: 'user.suspended',
  subject,
  outcome: 'done',
  code: null,
  reason: null,
  details: {},
  ip: null,
  userAgent: null,
  requestId: 'r',
  changes: [{ subject, version: 2, before: { status: 'active' }, after: { status: 'suspended' } }],
}
const words = (...fields: UndoField[]) => undoWords({ event, subject, fields, mayUndo: true }, now)

test('the preview says what comes back, from what it is now', () => {
  expect(words({ field: 'status', from: 'suspended', to: 'active', kept: null })).toEqual({
    eventId: 'e1',
    title: 'Undo the change of Ada Lovelace',
    description: 'Maja Lindqvist suspended, 12 min ago',
    back: [{ field: 'Status', before: 'Suspended', after: 'Active' }],
    kept: [],
    consequence: null,
    mayUndo: true,
  })
})

test('it says what stays, and why', () => {
  const { back, kept } = words(
    { field: 'name', from: 'Later', to: 'Before', kept: 'changed-since' },
    { field: 'statusReason', from: null, to: 'On leave', kept: 'changed-since' },
    { field: 'password', from: 'changed', to: null, kept: 'secret' },
  )
  expect(back).toEqual([])
  expect(kept).toEqual([
    { field: 'Name', why: 'changed since, now Later' },
    { field: 'Reason', why: 'changed since' },
    { field: 'Password', why: 'nobody knows what it was' },
  ])
})

test.each<[UndoField, boolean]>([
  [{ field: 'role', from: 'admin', to: 'user', kept: null }, true],
  [{ field: 'status', from: 'active', to: 'locked', kept: null }, true],
  [{ field: 'status', from: 'locked', to: 'active', kept: null }, false],
  [{ field: 'deletedAt', from: null, to: 'now', kept: null }, true],
  [{ field: 'deletedAt', from: '2026-11-24T11:48:00.000Z', to: null, kept: null }, false],
  [{ field: 'role', from: 'admin', to: 'user', kept: 'changed-since' }, false],
])('%j ends sessions: %s', (field, ends) => {
  expect(words(field).consequence).toBe(ends ? 'Ends the sessions of Ada Lovelace' : null)
})

test('undoing a creation is called what it is: going into the trash', () => {
  const { back } = words({ field: 'deletedAt', from: null, to: 'now', kept: null })
  expect(back).toEqual([{ field: 'Account', before: null, after: 'in the trash' }])
})

test('Undo is offered for what was changed, and not for secrets or what was refused', () => {
  const after = (fields: Event['changes'][number]['after']) => ({
    ...event,
    changes: [{ subject, version: 2, before: {}, after: fields }],
  })
  expect(isUndoable(event)).toBe(true)
  expect(isUndoable(after({ password: 'changed', mustChangePassword: true }))).toBe(false)
  expect(isUndoable(after({ mustChangePassword: true }))).toBe(true)
  expect(isUndoable({ ...event, outcome: 'refused' })).toBe(false)
  expect(isUndoable({ ...event, changes: [] })).toBe(false)
})
