import { describe, expect, test } from 'vitest'
import type { PerformancePoint, PerformanceTick, PerformanceView } from '@/server/performance/performance'
import { columnsOf, highestOf, nearestPoint } from './performance-columns'
import { point, view } from './performance-fixture'
import { emptyFrame, frameOf, knownUntil, pointOfNow, refreshed, ticked } from './performance-frame'

/** As the stream of a range of seconds tells it, or with `current` one of longer steps. */
const tick = (seconds: PerformancePoint[], current?: PerformancePoint | null): PerformanceTick => ({
  seconds,
  points: current === undefined ? seconds : current ? [current] : [],
  current: current ?? null,
  instances: ['web-1'],
})
const times = (frame: { points: readonly PerformancePoint[] }) => frame.points.map(({ at }) => at)

describe('ticks', () => {
  test('a point for a moment that is there takes its place, and is never there twice', () => {
    const before = frameOf(view(100, 104))
    const after = ticked(before, tick([point(103, { requests: 7 }), point(103, { requests: 9 })]))
    expect(times(after)).toEqual([100, 101, 102, 103])
    expect(after.points.at(-1)?.requests).toBe(9)
    expect(before.points.at(-1)?.requests).toBe(1)
  })

  test('they are in order, in whatever order they come', () => {
    const after = ticked(frameOf(view(96, 103)), tick([point(105), point(103), point(104), point(101, { errors: 3 })]))
    expect(times(after)).toEqual([98, 99, 100, 101, 102, 103, 104, 105])
    expect(after.points.find(({ at }) => at === 101)?.errors).toBe(3)
  })

  test('what is older than the range goes, but for one point at its edge', () => {
    let frame = frameOf(view(0, 300))
    for (let at = 300; at < 29_100; at++) frame = ticked(frame, tick([point(at)]))
    expect(frame).toMatchObject({ from: 28_800, to: 29_100 })
    expect(frame.points).toHaveLength(301)
    expect(frame.points[0]?.at).toBe(28_799)
  })

  test('a range of ten-second steps takes the step that is under way, not the seconds', () => {
    const first = frameOf(view(0, 3600, 10))
    const after = ticked(first, tick([point(3603)], point(3600, { seconds: 4 })))
    expect(after.points.at(-1)).toMatchObject({ at: 3600, seconds: 4 })
    expect(after).toMatchObject({ from: 4, to: 3604 })
    expect(ticked(after, tick([point(3604)], point(3600, { seconds: 5 }))).points.at(-1)).toMatchObject({ seconds: 5 })
  })

  test('a range of long steps moves on and keeps its points', () => {
    const after = ticked(frameOf(view(0, 86_400, 300)), tick([point(86_400, { poolInUse: 4 })], null))
    expect(after.to).toBe(86_401)
    expect(after.points.at(-1)?.at).toBe(86_100)
    expect(pointOfNow(after)?.poolInUse).toBe(4)
  })

  test('points that instances told late take the place of the old ones, far back too', () => {
    const late = { ...tick([point(3500)], null), points: [point(3500, { seconds: 10, requests: 42 })] }
    const after = ticked(frameOf(view(0, 3600, 10)), late)
    expect(after.points).toHaveLength(360)
    expect(after.points[350]?.requests).toBe(42)
  })

  test('the stream is asked for what comes after the newest second', () => {
    expect(knownUntil(emptyFrame)).toBeNull()
    expect(knownUntil(frameOf(view(100, 104)))).toBe(104)
    expect(knownUntil(ticked(frameOf(view(100, 104)), tick([point(106)])))).toBe(106)
  })
})

describe('an answer to the same question', () => {
  test('takes the place of what it knows, and leaves what was told since', () => {
    const before = ticked(frameOf(view(100, 104)), tick([point(104), point(105, { requests: 5 })]))
    const after = refreshed(before, {
      ...view(100, 105),
      points: [100, 101, 103, 104].map((at) => point(at, { requests: 2 })),
    })
    expect(times(after)).toEqual([100, 101, 103, 104, 105])
    expect(after.points.map(({ requests }) => requests)).toEqual([2, 2, 2, 2, 5])
    expect(after).toMatchObject({ from: 101, to: 106 })
  })
})

describe('columns', () => {
  test('a gap is a gap: a nothing stands in it', () => {
    const given: PerformanceView = { ...view(0, 10), points: [0, 1, 5, 6].map((at) => point(at, { p99Ms: at })) }
    expect(columnsOf(frameOf(given), ['p99Ms', 'active'])).toEqual({
      times: [0, 1, 2, 5, 6],
      values: [
        [0, 1, null, 5, 6],
        [2, 2, null, 2, 2],
      ],
    })
  })

  test('the highest says when, and nothing where there is none', () => {
    const points = [point(1, { p99Ms: 4 }), point(2, { p99Ms: null }), point(3, { p99Ms: 9 }), point(4, { p99Ms: 9 })]
    expect(highestOf(points, 'p99Ms')).toEqual({ at: 3, value: 9 })
    expect(highestOf([point(1, { p99Ms: null })], 'p99Ms')).toBeNull()
  })

  test('the nearest point of a moment', () => {
    const points = [point(10), point(20), point(40)]
    expect([0, 14, 16, 29, 31, 99].map((at) => nearestPoint(points, at))).toEqual([0, 0, 1, 1, 2, 2])
    expect(nearestPoint([], 5)).toBe(-1)
  })
})
