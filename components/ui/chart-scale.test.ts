import { describe, expect, test } from 'vitest'
import { timeTicks, valueAxis } from './chart-scale'

describe('value axis', () => {
  test.each([
    [526, 2, [250, 500]],
    [704, 2, [400, 800]],
    [0, 2, [0.5, 1]],
    [0.0121, 2, [0.0075, 0.015]],
    [810, 3, [300, 600, 900]],
  ])('up to %s with %s lines', (highest, count, ticks) => {
    const axis = valueAxis(highest, { count, least: highest > 1 ? 1 : highest > 0 ? 0.01 : 1 })
    expect(axis.ticks).toEqual(ticks)
    expect(axis.top).toBeGreaterThan(highest)
    expect(axis.top).toBeGreaterThan(ticks.at(-1) ?? 0)
  })

  test('what comes whole has whole lines', () => {
    expect(valueAxis(3, { count: 2, least: 1, isWhole: true }).ticks).toEqual([2, 4])
    expect(valueAxis(0, { count: 2, least: 1, isWhole: true }).ticks).toEqual([1, 2])
  })
})

describe('time axis', () => {
  const seconds = (iso: string) => Date.parse(iso) / 1000
  const labels = (from: string, to: string, zone = 'UTC', count = 7) =>
    timeTicks(seconds(from), seconds(to), zone, count).map(({ label }) => label)

  test('an hour by ten minutes, five minutes by the minute, half a minute by seconds', () => {
    expect(labels('2026-11-22T13:32:00Z', '2026-11-22T14:32:00Z')).toEqual(
      ['13:40', '13:50', '14:00', '14:10', '14:20', '14:30'].map((label) => (label === '14:00' ? '14:00' : label)),
    )
    expect(labels('2026-11-22T13:32:30Z', '2026-11-22T13:37:30Z')).toEqual([
      '13:33',
      '13:34',
      '13:35',
      '13:36',
      '13:37',
    ])
    expect(labels('2026-11-22T13:32:01Z', '2026-11-22T13:32:31Z')).toEqual([
      '13:32:05',
      '13:32:10',
      '13:32:15',
      '13:32:20',
      '13:32:25',
      '13:32:30',
    ])
  })

  test('a day has its date at midnight of the zone, a month has dates', () => {
    expect(labels('2026-11-21T14:00:00Z', '2026-11-22T14:00:00Z', 'Europe/Berlin')).toEqual([
      '16:00',
      '20:00',
      '22 Nov',
      '04:00',
      '08:00',
      '12:00',
    ])
    expect(labels('2026-10-23T14:00:00Z', '2026-11-22T14:00:00Z')).toHaveLength(6)
  })

  test('days begin at midnight also where the clocks change on the way', () => {
    const ticks = timeTicks(seconds('2026-10-23T00:00:00Z'), seconds('2026-10-28T00:00:00Z'), 'Europe/Berlin', 7)
    expect(ticks.map(({ at, label }) => [new Date(at * 1000).toISOString().slice(5, 16), label])).toEqual([
      ['10-23T22:00', '24 Oct'],
      ['10-24T22:00', '25 Oct'],
      ['10-25T23:00', '26 Oct'],
      ['10-26T23:00', '27 Oct'],
      ['10-27T23:00', '28 Oct'],
    ])
  })
})
