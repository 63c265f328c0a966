import { describe, expect, test } from 'vitest'
import { type RuleKey, ruleDefinitions } from '@/server/alerts/rule'
import { atRest, type Told, type Watching, watchOn } from '@/server/alerts/watching'

/** What a rule says of each of these seconds: `F` fires, `R` resolves, `.` nothing. */
function heard(
  seconds: Array<number | null | '?'>,
  rule: { key?: RuleKey; threshold?: number; forSeconds?: number } = {},
) {
  const { key = 'p99' } = rule
  const settings = { ...ruleDefinitions[key].defaults, threshold: 100, forSeconds: 3, ...rule, key }
  let watching: Watching = atRest
  let isOpen = false
  let said = ''
  seconds.forEach((value, second) => {
    const told: Told = value === '?' ? 'unknown' : value === null ? null : { value, instance: null }
    const next = watchOn(watching, told, 1000 + second, settings, isOpen)
    watching = next.watching
    if (next.verdict) isOpen = next.verdict === 'fire'
    said += next.verdict === 'fire' ? 'F' : next.verdict === 'resolve' ? 'R' : '.'
  })
  return { said, watching }
}
const said = (...args: Parameters<typeof heard>) => heard(...args).said
const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value)

describe('firing', () => {
  test('takes as many seconds on end as the rule says, and not one less', () => {
    expect(said([101, 101, 101, 101])).toBe('..F.')
    expect(said([101, 101, 100, 101, 101])).toBe('.....')
    expect(said([101], { forSeconds: 1 })).toBe('F')
  })

  test('at the threshold itself is not over it', () => {
    expect(said(times(10, 100))).toBe('..........')
  })

  test('remembers when it began and what was worst', () => {
    expect(heard([50, 120, 300, 110]).watching).toMatchObject({ beganAt: 1001, worst: 300, badSeconds: 3 })
  })

  test('comes once', () => {
    expect(said(times(9, 500))).toBe('..F......')
  })
})

describe('resolving', () => {
  const fired = times(3, 101)

  test('takes as many seconds on end well below the threshold', () => {
    expect(said([...fired, 90, 90, 90])).toBe('..F..R')
    expect(said([...fired, 90, 90, 91, 90, 90])).toBe('..F.....')
  })

  test('does not flap about the threshold', () => {
    expect(said([...fired, ...[99, 101, 95, 100, 102, 91, 93, 99].flatMap((value) => times(4, value))])).toBe(
      `..F${'.'.repeat(32)}`,
    )
  })

  test('with nothing to measure is good after as many seconds', () => {
    expect(said([...fired, null, null, null])).toBe('..F..R')
  })

  test('of a rule where less is worse is above 110 %', () => {
    const rule = { key: 'disk', threshold: 10 } as const
    expect(said([10, 9, 9, 9, 11, 10.9, 11, 11, 11], rule)).toBe('...F....R')
  })
})

describe('nothing measured', () => {
  test('neither fires nor goes on with a bad run', () => {
    expect(said([101, 101, null, 101, null, null])).toBe('......')
  })
})

describe('a second of which nobody told anything', () => {
  test('makes no run longer, and ends none', () => {
    expect(said([101, 101, '?', '?', 101])).toBe('....F')
    expect(said([101, 101, 101, 90, 90, '?', '?', '?', 90])).toBe('..F.....R')
  })

  test('does not resolve, however long it lasts', () => {
    expect(said([101, 101, 101, ...times(500, '?' as const)])).toBe(`..F${'.'.repeat(500)}`)
  })

  test('sixty times on end lets the run be forgotten', () => {
    expect(said([101, 101, ...times(60, '?' as const), 101])).toMatch(/F$/)
    expect(said([101, 101, ...times(61, '?' as const), 101, 101])).not.toMatch(/F/)
  })
})
