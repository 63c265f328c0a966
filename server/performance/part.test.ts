import { describe, expect, test } from 'vitest'
import { emptyFigures, type Figures } from '@/server/performance/figures'
import { partsOf } from '@/server/performance/part'

const partOf = (id: string, minute: Partial<Figures>, newest: Partial<Figures> = {}, errors: [string, string][] = []) =>
  partsOf({ ...emptyFigures, ...minute }, { ...emptyFigures, ...newest }, new Map(errors)).find(
    (part) => part.id === id,
  )
const level = (value: number) => ({ sum: value, samples: 1, max: value })
const took = (count: number, us: number) => ({ count, sumUs: count * us, maxUs: us, buckets: [us, count] })

describe('the parts of the house', () => {
  test('say of nothing that nothing happened, and no ratio of it', () => {
    const parts = partsOf(emptyFigures, emptyFigures, new Map())
    expect(parts.map(({ state }) => state)).toEqual(parts.map(() => 'idle'))
    expect(JSON.stringify(parts)).not.toMatch(/NaN|undefined|null|Infinity|%/)
  })

  test('tell the cache by its hits', () => {
    const cache = partOf('cache', { counters: { 'cache.hits': 3, 'cache.misses': 1 } })
    expect(cache).toMatchObject({ state: 'ok', figure: '75.0 % hit', detail: '4 look-ups in a minute' })
  })

  test('warn of somebody who tries passwords, and not of one who mistypes', () => {
    const signIns = (count: number, failed: number) =>
      partOf('sign-ins', { timers: { 'sign-in': took(count, 90) }, counters: { 'sign-in.failed': failed } })?.state
    expect([signIns(1, 1), signIns(100, 10), signIns(15, 12)]).toEqual(['ok', 'ok', 'warn'])
  })

  test('tell a breaker by its worst state and its last error, and offer to reset it while it is not closed', () => {
    const breaker = (state: number) =>
      partOf('breaker|webhook', {}, { gauges: { 'breaker|webhook': level(state) } }, [
        ['webhook', 'connection refused'],
      ])
    expect(breaker(0)).toMatchObject({ name: 'Webhooks', state: 'ok', figure: 'Closed' })
    expect(breaker(0)?.canReset).toBeUndefined()
    expect(breaker(1)).toMatchObject({ state: 'warn', figure: 'Half-open', canReset: true })
    expect(breaker(2)).toMatchObject({ state: 'bad', detail: 'Last error: connection refused', canReset: true })
  })

  test('warn of a feed that falls behind and a disk that fills', () => {
    expect(partOf('feed', {}, { gauges: { 'feed.lagMs': level(40_000) } })?.state).toBe('bad')
    expect(partOf('disk', {}, { gauges: { 'disk.freeRatio': level(0.08) } })).toMatchObject({
      state: 'warn',
      figure: '8.0 % free',
    })
  })
})
