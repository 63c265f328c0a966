import { expect, test } from 'vitest'
import { figureOf } from '@/server/alerts/figure'
import { ruleKeys } from '@/server/alerts/rule'
import { emptyFigures, type Figures } from '@/server/performance/figures'
import { Histogram } from '@/server/performance/histogram'

function timed(...ms: number[]) {
  const histogram = new Histogram()
  for (const each of ms) histogram.record(each * 1000)
  const figures = histogram.take()
  if (!figures) throw new Error('nothing was recorded')
  return figures
}
const having = (part: Partial<Figures>): Figures => ({ ...emptyFigures, ...part })
const level = (name: string, value: number) => having({ gauges: { [name]: { sum: value, samples: 1, max: value } } })
const of = (instances: Record<string, Figures[]>) => new Map(Object.entries(instances))

test.each(ruleKeys)('%s has no figure where nothing was measured', (rule) => {
  expect(figureOf(rule, new Map())).toBeNull()
  expect(figureOf(rule, of({ a: [emptyFigures, emptyFigures] }))).toBeNull()
})

test('response times are those of all instances together', () => {
  const measured = of({
    a: [having({ timers: { http: timed(...Array.from({ length: 98 }, () => 10)) } })],
    b: [having({ timers: { http: timed(400) } }), having({ timers: { http: timed(700) } })],
  })
  expect(figureOf('slow-response', measured)).toEqual({ value: 700, instance: null })
  expect(figureOf('p99', measured)?.value).toBeCloseTo(400, -1)
})

test('the error rate is of all requests, and of at least a hundred', () => {
  const counted = (requests: number, errors: number) =>
    having({ counters: { 'http.requests': requests, 'http.errors': errors } })
  expect(figureOf('error-rate', of({ a: [counted(99, 99)] }))).toBeNull()
  expect(figureOf('error-rate', of({ a: [counted(60, 6)], b: [counted(40, 0)] }))).toEqual({ value: 6, instance: null })
  expect(figureOf('error-rate', of({ a: [having({ counters: { 'http.requests': 100 } })] }))?.value).toBe(0)
})

test('sign-ins that were refused or failed count, of at least twenty', () => {
  const signIns = (done: number, refused: number, failed: number) => {
    const some = (count: number) => (count ? timed(...Array.from({ length: count }, () => 1)) : undefined)
    const all = { 'sign-in|done': some(done), 'sign-in|refused': some(refused), 'sign-in|failed': some(failed) }
    const timers = Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value ? [[name, value]] : [])))
    return of({ a: [having({ timers })] })
  }
  expect(figureOf('sign-in-failures', signIns(0, 19, 0))).toBeNull()
  expect(figureOf('sign-in-failures', signIns(10, 8, 2))?.value).toBe(50)
  expect(figureOf('sign-in-failures', signIns(20, 0, 0))?.value).toBe(0)
})

test('of what each instance has for itself the worst counts, and is named', () => {
  const memory = of({ a: [level('resident.bytes', 2 ** 20 * 300)], b: [level('resident.bytes', 2 ** 20 * 900)] })
  expect(figureOf('memory', memory)).toEqual({ value: 900, instance: 'b' })
  const disk = of({ a: [level('disk.freeRatio', 0.5)], b: [level('disk.freeRatio', 0.05)], c: [emptyFigures] })
  expect(figureOf('disk', disk)).toEqual({ value: 5, instance: 'b' })
  const waiting = of({ a: [level('pool.waiting', 4)], b: [level('pool.waiting', 3)] })
  expect(figureOf('pool-waiting', waiting)).toEqual({ value: 4, instance: 'a' })
  expect(figureOf('event-loop', of({ a: [level('loop.delayMsP99', 250)] }))).toEqual({ value: 250, instance: 'a' })
  expect(figureOf('feed-lag', of({ a: [level('feed.lagMs', 6000)] }))).toEqual({ value: 6000, instance: 'a' })
})

test('a level of nothing at all is a level', () => {
  expect(figureOf('pool-waiting', of({ a: [level('pool.waiting', 0)] }))?.value).toBe(0)
})
