import { describe, expect, test } from 'vitest'
import {
  defaultEventQuery,
  type EventQuery,
  eventQueryParams,
  isFilteredEvents,
  parseEventQuery,
  readEventQuery,
} from '@/server/events/event-filter'

const full: EventQuery = {
  actor: 'ada@roster.test',
  subject: 'Grace',
  action: ['user.created', 'user.deleted'],
  via: ['api', 'cli'],
  outcome: ['refused'],
  from: new Date('2026-01-01T08:30:00Z'),
  to: new Date('2026-02-01T00:00:00Z'),
  request: '0198-abc',
  limit: 25,
  cursor: 'older.4711',
}
const params = (text: string) => new URLSearchParams(text)

test('a query survives the way into the URL and back', () => {
  expect(parseEventQuery(eventQueryParams(full))).toEqual(full)
  expect(readEventQuery(eventQueryParams(full))).toEqual(full)
})

test('defaults are left out, so equal listings have equal URLs', () => {
  expect(eventQueryParams(defaultEventQuery).toString()).toBe('')
  expect(isFilteredEvents({ ...defaultEventQuery, ...{ limit: 10 } })).toBe(false)
  expect(isFilteredEvents({ ...defaultEventQuery, outcome: ['failed'] })).toBe(true)
})

test('a date means the whole day, from its beginning to its end', () => {
  expect(parseEventQuery(params('from=2026-11-22&to=2026-11-22'))).toMatchObject({
    from: new Date('2026-11-22T00:00:00Z'),
    to: new Date('2026-11-23T00:00:00Z'),
  })
})

describe('the API refuses by name', () => {
  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1e2', 'limit'],
    ['action=user.exploded', 'action'],
    ['action=user.created,x', 'action'],
    ['action=user.created&action=user.deleted', 'action'],
    ['via=telepathy', 'via'],
    ['outcome=ok', 'outcome'],
    ['from=yesterday', 'from'],
    ['from=2026-13-01', 'from'],
    ['to=2026-11-22T25:00:00Z', 'to'],
    ['from=2026-11-23&to=2026-11-22', 'to'],
    ['cursor=junk', 'cursor'],
    ['cursor=older.0', 'cursor'],
    ['cursor=older.9999999999999999', 'cursor'],
    ['actor=%00', 'actor'],
    [`subject=${'x'.repeat(201)}`, 'subject'],
    ['q=ada', 'q'],
  ])('%s', (text, field) => {
    expect(() => parseEventQuery(params(text))).toThrow(
      expect.objectContaining({ code: 'invalid', fields: { [field]: expect.any(Array) } }),
    )
  })
})

test('a hand-edited page URL falls back to the defaults, part by part', () => {
  const text = 'action=x&via=web&limit=9999&from=soon&to=&cursor=junk&page=3&actor=ada'
  expect(readEventQuery(params(text))).toEqual({ ...defaultEventQuery, via: ['web'], actor: 'ada' })
})

test('a form of check boxes names an action several times', () => {
  expect(readEventQuery(params('action=user.created&action=user.deleted')).action).toEqual([
    'user.created',
    'user.deleted',
  ])
})
