import { describe, expect, test } from 'vitest'
import {
  grouped,
  ruleDefinitions,
  ruleKeys,
  ruleSettingsSchema,
  silencedUntil,
  silenceSchema,
} from '@/server/alerts/rule'
import { waitMsAfter, webhookCreateSchema } from '@/server/alerts/webhook'
import { alertTitle, figureWords, secondsWords } from '@/server/alerts/words'

test('the source’s rules are the defaults', () => {
  const of = (key: 'slow-response' | 'error-rate' | 'memory') => {
    const { unit, defaults } = ruleDefinitions[key]
    return [defaults.threshold, unit, defaults.severity, defaults.isOn]
  }
  expect(of('slow-response')).toEqual([5000, 'ms', 'warning', true])
  expect(of('error-rate')).toEqual([5, '%', 'critical', true])
  expect(of('memory')).toEqual([1024, 'MiB', 'warning', true])
})

test.each(ruleKeys)('the defaults of %s are what one may set', (key) => {
  expect(ruleSettingsSchema(key).parse(ruleDefinitions[key].defaults)).toEqual(ruleDefinitions[key].defaults)
})

test.each([
  { threshold: 0 },
  { threshold: '' },
  { threshold: 101 },
  { threshold: 'NaN' },
  { forSeconds: 0 },
  { forSeconds: 1.5 },
  { forSeconds: 86_401 },
  { severity: 'loud' },
  { isOn: 'on' },
  { surprise: 1 },
])('%j is refused', (wrong) => {
  expect(
    ruleSettingsSchema('error-rate').safeParse({ ...ruleDefinitions['error-rate'].defaults, ...wrong }).success,
  ).toBe(false)
})

describe('a silence', () => {
  const now = new Date('2026-11-24T12:00:00Z')
  test.each([
    [{ hours: 8 }, '2026-11-24T20:00:00.000Z'],
    [{ until: '2026-11-25T01:00:00+01:00' }, '2026-11-25T00:00:00.000Z'],
    [{ until: null }, undefined],
  ])('of %j', (given, until) => {
    expect(silencedUntil(silenceSchema.parse(given), now)?.toISOString()).toBe(until)
  })
  test.each([[{}], [{ hours: 1, until: null }], [{ hours: 0 }], [{ hours: 721 }], [{ until: 'tomorrow' }]])(
    'is not %j',
    (given) => {
      expect(silenceSchema.safeParse(given).success).toBe(false)
    },
  )
})

test('figures have their unit', () => {
  expect(figureWords('p99', 562.4)).toBe('562 ms')
  expect(figureWords('p99', 5240)).toBe('5.24 s')
  expect(figureWords('error-rate', 7.333)).toBe('7.33 %')
  expect(figureWords('memory', 1210.4)).toBe('1,210 MiB')
  expect(figureWords('pool-waiting', 1)).toBe('1 request')
  expect(grouped(1234567.5)).toBe('1,234,567.5')
  expect([45, 120, 7200, 172_800].map(secondsWords)).toEqual(['45 s', '2 min', '2 h', '2 days'])
})

test('an alert is called by its rule and the side of the threshold', () => {
  expect(alertTitle({ rule: 'p99', threshold: 500 })).toBe('Response time over 500 ms')
  expect(alertTitle({ rule: 'disk', threshold: 10 })).toBe('Free disk space under 10 %')
})

test.each(['ftp://x.example', 'hooks.example.com', 'https://me:secret@x.example', 'javascript:alert(1)', ''])(
  '%s is no address of a webhook',
  (url) => {
    expect(webhookCreateSchema.safeParse({ name: 'Chat', url }).success).toBe(false)
  },
)

test('tries come 10 s to an hour after one another, never all at once', () => {
  expect([1, 2, 3, 4].map((attempts) => waitMsAfter(attempts, 1))).toEqual([10_000, 20_000, 40_000, 80_000])
  expect(waitMsAfter(1, 0)).toBe(5000)
  expect(waitMsAfter(1000, 1)).toBe(3_600_000)
})
