import { expect, test } from 'vitest'
import type { PerformanceMark } from '@/server/performance/performance'
import { placeMarks } from './marks-layout'

const stretch = { from: 0, to: 1000, width: 1000, hasLabels: true }
const mark = (at: number, given: Partial<PerformanceMark> = {}): PerformanceMark => ({
  id: `${at}`,
  kind: 'change',
  at,
  label: 'Maja set a limit',
  href: '/audit',
  ...given,
})

test('what lasts and what happens at once stand in rows of their own', () => {
  const { spans, pins } = placeMarks([mark(100, { until: 300 }), mark(500), mark(900, { until: null })], stretch)
  expect(spans.map(({ left, width }) => [left, width])).toEqual([
    [100, 200],
    [900, 100],
  ])
  expect(pins.map(({ left }) => left)).toEqual([500])
})

test('what began before the range is cut at its edge, what lies outside is left out', () => {
  const given = [mark(-500, { until: 50 }), mark(-500, { until: -100, id: 'before' }), mark(-1), mark(1001)]
  const { spans, pins } = placeMarks(given, stretch)
  expect(spans).toMatchObject([{ left: 0, width: 50 }])
  expect(pins).toEqual([])
})

test('pins too near to be pressed apart become one that names how many', () => {
  const { pins } = placeMarks([mark(100), mark(110), mark(118), mark(400)], stretch)
  expect(pins).toMatchObject([
    { left: 100, label: '3 events', side: 'after' },
    { left: 400, label: 'Maja set a limit' },
  ])
  expect(pins[0]?.marks).toHaveLength(3)
})

test('a label goes where there is room: after, before, or nowhere', () => {
  const { pins } = placeMarks([mark(950), mark(800), mark(300), mark(340)], stretch)
  expect(pins.map(({ left, side }) => [left, side])).toEqual(
    [
      [300, 'before'],
      [340, 'after'],
      [800, 'after'],
      [950, 'before'],
    ].map(([left, side]) => (left === 950 ? [950, 'nowhere'] : [left, side])),
  )
})

test('on a phone there are no labels, and marks outside of time do no harm', () => {
  const { pins } = placeMarks([mark(300)], { ...stretch, hasLabels: false })
  expect(pins[0]?.side).toBe('nowhere')
  expect(placeMarks([mark(0)], { from: 0, to: 0, width: 0, hasLabels: true }).pins).toHaveLength(1)
})
