import { expect, test } from 'vitest'
import type { Event } from '@/server/events/event'
import { defaultEventQuery } from '@/server/events/event-query'
import { exportHref, filteredHref } from './audit-address'
import { byDay, dayWords, eventSummary, nameOfActor, nameOfSubject, subjectName } from './audit-words'

const event: Event = {
  id: 'e',
  seq: 1,
  createdAt: new Date('2026-11-24T00:00:00Z'),
  actorId: 'a1',
  actorLabel: 'Maja Lindqvist <maja@roster.test>',
  via: 'web',
  action: 'user.updated',
  subject: { kind: 'user', id: 'u1', label: 'Ada <ada@roster.test>' },
  outcome: 'done',
  code: null,
  reason: null,
  details: {},
  ip: null,
  userAgent: null,
  requestId: 'r',
  changes: [],
}
const at = (time: string) => ({ ...event, createdAt: new Date(time) })

test('events are told by day, which ends at midnight UTC', () => {
  const days = byDay([at('2026-11-24T00:00:00Z'), at('2026-11-23T23:59:59.999Z'), at('2026-11-23T01:00:00Z')])
  expect(days.map(({ events }) => events.length)).toEqual([1, 2])
  const now = new Date('2026-11-24T23:00:00Z')
  expect(days.map(({ day }) => dayWords(day, now))).toEqual([
    'Today, Tuesday 24 Nov 2026',
    'Yesterday, Monday 23 Nov 2026',
  ])
  expect(dayWords(new Date('2025-11-24T00:00:00Z'), now)).toBe('Monday 24 Nov 2025')
})

test('the line of an event tells one change and how many more, or why there is none', () => {
  const changes = (before: object, after: object) => [
    {
      subject: { kind: 'user' as const, id: 'u1', label: 'Ada' },
      version: 2,
      before: { ...before },
      after: { ...after },
    },
  ]
  const edited = { ...event, changes: changes({ name: 'A', email: 'a@x.test' }, { name: 'B', email: 'b@x.test' }) }
  expect(eventSummary(edited)).toEqual({ difference: { field: 'Name', before: 'A', after: 'B' }, more: 1, note: '' })
  const made: Event = { ...event, action: 'user.created', changes: changes({}, { name: 'A', role: 'admin' }) }
  expect(eventSummary(made)).toMatchObject({ difference: { field: 'Role', after: 'Admin' }, more: 1 })
  const refused: Event = { ...event, outcome: 'refused', code: 'forbidden' }
  expect(eventSummary(refused)).toEqual({ difference: null, more: 0, note: 'They may not do this' })
  const exported: Event = { ...event, action: 'events.exported', details: { format: 'csv', rows: 12_431, filter: '' } }
  expect(eventSummary(exported).note).toBe('CSV, 12,431 events')
})

test('a filter by id is called by the name that the events know', () => {
  expect(nameOfActor('A1', [event])).toBe('Maja Lindqvist')
  expect(nameOfSubject('u1', [event])).toBe('Ada')
  expect(nameOfSubject('somebody', [event])).toBe('somebody')
  expect(subjectName({ ...event, subject: null })).toBe('')
})

test('another filter begins at the first page, and an export has none', () => {
  const query = { ...defaultEventQuery, actor: 'ada', cursor: 'older.5' }
  expect(filteredHref(query, { outcome: ['failed'] })).toBe('/audit?actor=ada&outcome=failed')
  expect(filteredHref(query, { actor: '' })).toBe('/audit')
  expect(exportHref({ ...query, limit: 10 }, 'csv')).toBe('/api/v1/events/export?actor=ada&format=csv')
})
