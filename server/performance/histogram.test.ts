import { describe, expect, test } from 'vitest'
import {
  Histogram,
  type HistogramFigures,
  mergeHistograms,
  noFigures,
  percentileUs,
} from '@/server/performance/histogram'

const take = (values: readonly number[]): HistogramFigures => {
  const histogram = new Histogram()
  for (const value of values) histogram.record(value)
  return histogram.take() ?? noFigures
}
const exact = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(share * values.length)) - 1] ?? Number.NaN

/** The same numbers at every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
const draw = (count: number, of: (next: () => number) => number, seed = 7) => {
  const next = random(seed)
  return Array.from({ length: count }, () => Math.round(of(next)))
}
const spreads: Record<string, number[]> = {
  even: draw(20_000, (next) => next() * 500_000),
  'log-normal': draw(20_000, (next) =>
    Math.exp(8 + 2 * Math.sqrt(-2 * Math.log(next() || 0.5)) * Math.cos(6.283 * next())),
  ),
  'two heaps': draw(20_000, (next) => (next() < 0.97 ? 2000 + next() * 500 : 900_000 + next() * 90_000)),
  'a few microseconds': draw(500, (next) => next() * 90),
  hours: draw(300, (next) => next() * 7_000_000_000),
  one: [123_457],
}

describe('a histogram', () => {
  test.each(Object.entries(spreads))('tells percentiles within 1 %% of the sorted values: %s', (_, values) => {
    const figures = take(values)
    for (const share of [0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1]) {
      const right = exact(values, share)
      expect(Math.abs((percentileUs(figures, share) ?? Number.NaN) - right) / Math.max(right, 1)).toBeLessThanOrEqual(
        0.01,
      )
    }
    expect(figures.maxUs).toBe(Math.max(...values))
    expect(figures.sumUs).toBe(values.reduce((sum, value) => sum + value, 0))
  })

  test('of two halves, merged, is the one of the whole', () => {
    const values = spreads['two heaps'] ?? []
    const halves = [values.filter((_, at) => at % 2 === 0), values.filter((_, at) => at % 2 === 1)]
    expect(mergeHistograms(halves.map(take))).toEqual(take(values))
    expect(mergeHistograms([...halves.map(take), noFigures])).toEqual(take(values))
  })

  test('says nothing where nothing was recorded', () => {
    expect(percentileUs(noFigures, 0.99)).toBeNull()
    expect(mergeHistograms([])).toEqual(noFigures)
    expect(new Histogram().take()).toBeNull()
  })

  test('begins anew after each look, and forgets nothing meanwhile', () => {
    const histogram = new Histogram()
    histogram.record(50)
    histogram.record(5_000_000)
    expect(histogram.take()).toMatchObject({ count: 2, maxUs: 5_000_000 })
    expect(histogram.take()).toBeNull()
    histogram.record(70)
    expect(histogram.take()).toEqual({ count: 1, sumUs: 70, maxUs: 70, buckets: [70, 1] })
  })

  test('takes what can’t be: less than nothing, and longer than it has buckets for', () => {
    expect(take([-5])).toEqual({ count: 1, sumUs: 0, maxUs: 0, buckets: [0, 1] })
    expect(percentileUs(take([1e15]), 0.5)).toBeGreaterThan(7_000_000_000)
  })
})
