import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { takeFigures } from '@/server/measure'
import { RateLimiter } from '@/server/platform/rate-limiter'

const passed = (limiter: RateLimiter, count: number, key: string, rate: { perSecond: number; burst: number }) =>
  Array.from({ length: count }, () => limiter.take(key, rate)).filter((waitMs) => waitMs === 0).length

describe('a limit', () => {
  const slow = { perSecond: 1 / 3600, burst: 100 }

  test('lets as many pass at once as its burst, exactly, and counts the others', async () => {
    takeFigures()
    const limiter = new RateLimiter('test')
    const all = Array.from({ length: 1000 }, async (_, each) => {
      if (each % 3 === 0) await sleep(each % 7)
      return limiter.take('a', slow)
    })
    expect((await Promise.all(all)).filter((waitMs) => waitMs === 0)).toHaveLength(100)
    expect(takeFigures().counters['limiter.refused|test']).toBe(900)
  })

  test('is each key’s own', () => {
    const limiter = new RateLimiter('test')
    expect(passed(limiter, 200, 'a', slow)).toBe(100)
    expect(passed(limiter, 200, 'b', slow)).toBe(100)
  })

  test('says how long to wait, and that is true', async () => {
    const limiter = new RateLimiter('test')
    const rate = { perSecond: 20, burst: 2 }
    expect(passed(limiter, 3, 'a', rate)).toBe(2)
    const waitMs = limiter.take('a', rate)
    expect(waitMs).toBeGreaterThan(0)
    expect(waitMs).toBeLessThanOrEqual(50)
    await sleep(waitMs + 2)
    expect(limiter.take('a', rate)).toBe(0)
  })

  test('loses no fraction of a second, however often it is asked', async () => {
    const limiter = new RateLimiter('test')
    const rate = { perSecond: 50, burst: 1 }
    limiter.take('a', rate)
    const beganAt = performance.now()
    let count = 0
    while (performance.now() - beganAt < 500) {
      if (limiter.take('a', rate) === 0) count++
      await sleep(1)
    }
    const due = ((performance.now() - beganAt) / 1000) * 50
    expect(count).toBeGreaterThan(due * 0.8)
    expect(count).toBeLessThanOrEqual(due + 1)
  })

  test('follows the settings: a smaller burst holds at once', () => {
    const limiter = new RateLimiter('test')
    expect(passed(limiter, 50, 'a', slow)).toBe(50)
    expect(passed(limiter, 50, 'a', { ...slow, burst: 10 })).toBe(10)
  })

  test('is forgotten when it would be full again, and not before', async () => {
    const limiter = new RateLimiter('test')
    const rate = { perSecond: 50, burst: 5 }
    passed(limiter, 10, 'a', rate)
    expect([limiter.has('a'), limiter.look('a', rate) > 0, limiter.look('b', rate)]).toEqual([true, true, 0])
    await sleep(130)
    expect(limiter.has('a')).toBe(false)
  })

  test('keeps at most 10,000 keys', () => {
    const limiter = new RateLimiter('test')
    for (let each = 0; each < 10_050; each++) limiter.take(String(each), slow)
    expect([limiter.has('49'), limiter.has('50')]).toEqual([false, true])
  })
})
