import { describe, expect, test } from 'vitest'
import { axisWords, figureText, spokenText } from './figure-words'
import { point, view } from './performance-fixture'
import { frameOf } from './performance-frame'
import { stripPlans } from './strip-plans'
import { readingWords, stripFigure, stripSentence } from './strip-words'

describe('figures', () => {
  test.each([
    [0, 'ms', '0 ms'],
    [0.42, 'ms', '0.42 ms'],
    [4.26, 'ms', '4.3 ms'],
    [562.4, 'ms', '562 ms'],
    [999.7, 'ms', '1.00 s'],
    [1900, 'ms', '1.90 s'],
    [2310, 'ms', '2.31 s'],
    [65_200, 'ms', '65.2 s'],
    [473e6, 'bytes', '473 MB'],
    [1.25e9, 'bytes', '1.25 GB'],
    [0, 'ratio', '0 %'],
    [0.00001, 'ratio', '< 0.01 %'],
    [0.0027, 'ratio', '0.27 %'],
    [0.002, 'ratio', '0.20 %'],
    [0.99999, 'ratio', '> 99.9 %'],
    [0.118, 'ratio', '11.8 %'],
    [1, 'ratio', '100 %'],
    [0.3, 'perSecond', '0.3 /s'],
    [12_345, 'perSecond', '12,345 /s'],
    [4, 'count', '4'],
    [null, 'ms', '–'],
  ] as const)('%s %s is %s', (value, unit, words) => expect(figureText(value, unit)).toBe(words))

  test('in a sentence it is a second, not a slash', () => {
    expect(spokenText(364, 'perSecond')).toBe('364 a second')
    expect(spokenText(null, 'perSecond')).toBe('–')
  })

  test('an axis has one unit, at its highest value', () => {
    expect(axisWords([200, 400, 600], 'ms')).toEqual(['200', '400', '600 ms'])
    expect(axisWords([500, 1000], 'ms')).toEqual(['0.5', '1 s'])
    expect(axisWords([0.0075, 0.015], 'ratio')).toEqual(['0.75', '1.5 %'])
    expect(axisWords([3e8, 6e8], 'bytes')).toEqual(['300', '600 MB'])
    expect(axisWords([7, 14], 'count')).toEqual(['7', '14'])
  })
})

describe('strips', () => {
  const plan = (id: string) => stripPlans.find((each) => each.id === id) ?? stripPlans[0]
  const given = {
    ...view(0, 300),
    points: [point(60, { p99Ms: 90 }), point(120, { p99Ms: 810 }), point(299, { p99Ms: 562 })],
  }
  const sentence = (id: string, points = given.points, isNow = true) => {
    const strip = plan(id)
    return strip ? stripSentence(strip, frameOf({ ...given, points }), 'UTC', isNow) : ''
  }

  test('the sentence says range, now, highest and when', () => {
    expect(sentence('response-time')).toBe(
      'Response time, 00:00:00 to 00:05:00: now p99 562 ms, highest 810 ms at 00:02:00.',
    )
    expect(sentence('requests')).toBe('Requests, 00:00:00 to 00:05:00: now 1 a second, highest 1 a second at 00:01:00.')
    expect(sentence('response-time', given.points, false)).toContain('at the end p99 562 ms')
  })

  test('and where nothing happened, that', () => {
    expect(sentence('response-time', [point(60, { p99Ms: null })])).toBe(
      'Response time, 00:00:00 to 00:05:00: no figures.',
    )
    expect(sentence('response-time', [point(60), point(70, { p99Ms: null })])).toContain('now nothing, highest 7 ms')
  })

  test('the large figure has its unit and what it is', () => {
    const figures = stripPlans.map((each) => stripFigure(each, point(1, { p99Ms: 562, errorRatio: null })))
    expect(figures.map(({ value, unit }) => `${value} ${unit}`.trim())).toEqual([
      '1 a second',
      '562 ms, p99',
      '–',
      '3 ms, p99',
      '200 MB',
      '1 of 6',
    ])
  })

  test('beside the crosshair stand all figures of the moment', () => {
    const words = stripPlans.map((each) => readingWords(each, point(1, { poolWaiting: 2, maxMs: null })))
    expect(words).toEqual([
      '1 /s, 2 in flight',
      'p99 7 ms, p95 6 ms, p50 5 ms',
      '0 %',
      '3 ms',
      'resident 200 MB, heap 80 MB',
      '1 of 6, 2 waiting',
    ])
  })
})
