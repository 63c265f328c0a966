import { expect, test } from 'vitest'
import type { Event } from '@/server/events/event'
import { eventCause, eventNotes, eventVerb, fieldDifferences } from './event-words'

const subject = { kind: 'user', id: 'u', label: 'Ada <ada@roster.test>' } as const
const happened: Event = {
  id: 'e',
  seq: 1,
  createdAt: new Date(0),
  actorId: 'a',
  actorLabel: 'Maja Lindqvist <maja@roster.test>',
  via: 'web',
  action: 'user.updated',
  subject,
  outcome: 'done',
  code: null,
  reason: null,
  details: {},
  ip: '192.0.2.1',
  userAgent: null,
  requestId: 'r',
  changes: [],
}
const change = (before: Event['changes'][number]['before'], after: Event['changes'][number]['after']) => ({
  changes: [{ subject, version: 2, before, after }],
})

test('a change of one field is called by its field, one of several by their number', () => {
  expect(eventVerb({ ...happened, ...change({ name: 'A' }, { name: 'B' }) })).toBe('changed the name')
  expect(eventVerb({ ...happened, ...change({ email: 'a@x.test' }, { email: 'b@x.test' }) })).toBe(
    'changed the address',
  )
  expect(eventVerb({ ...happened, ...change({ name: 'A', email: 'a' }, { name: 'B', email: 'b' }) })).toBe(
    'changed 2 fields',
  )
})

test('what was refused is told as tried, with its cause', () => {
  const refused: Event = { ...happened, action: 'user.suspended', outcome: 'refused', code: 'last_administrator' }
  expect(eventVerb(refused)).toBe('tried to suspend')
  expect(eventCause(refused)).toBe('nobody else is an active administrator')
  expect(eventCause(happened)).toBeNull()
})

test('a session that its owner ended is a signing out', () => {
  expect(eventVerb({ ...happened, action: 'session.ended', details: { signedOut: true } })).toBe('signed out')
  expect(eventVerb({ ...happened, action: 'session.ended' })).toBe('ended a session')
})

test('the second line says how, what came with it, and why', () => {
  const suspended: Event = { ...happened, action: 'user.suspended', details: { endedSessions: 2 }, reason: 'On leave' }
  expect(eventNotes(suspended)).toEqual(['web', 'ended 2 sessions', '“On leave”'])
  expect(eventNotes({ ...happened, via: 'cli', action: 'session.started' })).toEqual(['command line', '192.0.2.1'])
})

test('fields are told in words, and a secret never by its value', () => {
  const after = { role: 'admin', password: 'changed', mustChangePassword: true, deletedAt: '2026-11-24T13:54:07.000Z' }
  const before = { role: 'user', password: null, mustChangePassword: false, deletedAt: null }
  expect(fieldDifferences({ ...happened, ...change(before, after) })).toEqual([
    { field: 'Role', before: 'User', after: 'Admin' },
    { field: 'Password', before: null, after: 'set, must be changed at the next sign-in' },
    { field: 'Deleted', before: null, after: '24 Nov 2026, 13:54:07 UTC' },
  ])
})

test('of a list only what came and what went is told', () => {
  const lists = change({ allowedDomains: ['a.test', 'b.test'] }, { allowedDomains: ['b.test', 'c.test'] })
  expect(fieldDifferences({ ...happened, ...lists })).toEqual([
    { field: 'Accepted all the same', before: 'a.test', after: 'c.test' },
  ])
})
