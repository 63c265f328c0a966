import { SpanStatusCode, trace } from '@opentelemetry/api'
import type { Figures, GaugeFigures } from '@/server/performance/figures'
import { Histogram, type HistogramFigures, mergeHistograms } from '@/server/performance/histogram'
import { processWide } from '@/server/platform/process-wide'

/**
 * What this process measures of itself. Whoever measures often keeps the handle that `timer` and `counter` answer:
 * adding to it allocates nothing. Labels come from lists in the code (routes, operations), never from a request.
 */
export type Timer = { record(us: number): void }
export type Counter = { add(count?: number): void }

const tracer = trace.getTracer('roster')

/** A mistake in a label must not fill the memory: what comes after is counted under `other`. */
const labelsPerFamily = 1000

type Kept = {
  timers: Map<string, Histogram>
  counters: Map<string, { value: number; taken: number; add(count?: number): void }>
  gauges: Map<string, GaugeFigures & { last: number }>
  /** Asked once at each look, for levels that are there to be read. */
  readers: Map<string, () => number | null>
  families: Map<string, number>
}

const kept = () =>
  processWide<Kept>('measure', () => ({
    timers: new Map(),
    counters: new Map(),
    gauges: new Map(),
    readers: new Map(),
    families: new Map(),
  }))

/** A duration of a family, such as `service`, under a label, such as `updateUser done`. In microseconds. */
export function timer(family: string, label?: string): Timer {
  return provide(kept().timers, family, label, () => new Histogram())
}

/** Something that is counted. */
export function counter(family: string, label?: string): Counter {
  return provide(kept().counters, family, label, () => ({
    value: 0,
    taken: 0,
    add(count = 1) {
      this.value += count
    },
  }))
}

/** A level at this moment, such as rows waiting. */
export function gauge(name: string, value: number): void {
  const { gauges } = kept()
  const figures = gauges.get(name)
  if (!figures) gauges.set(name, { sum: value, samples: 1, max: value, last: value })
  else {
    figures.last = value
    figures.max = figures.samples === 0 ? value : Math.max(figures.max, value)
    figures.sum += value
    figures.samples++
  }
}

/** A level that is read at each look; null where there is none at the moment. */
export function watch(name: string, read: () => number | null): void {
  kept().readers.set(name, read)
}

/** How long `work` takes and how it ends: `family|label done` or `family|label failed`; and a span where traces are sent. */
export async function timed<Result>(
  family: string,
  label: string,
  work: () => Promise<Result>,
  outcomeOf: (error: unknown) => string = () => 'failed',
): Promise<Result> {
  return tracer.startActiveSpan(`${family} ${label}`, async (span) => {
    const beganAt = performance.now()
    const end = (outcome: string) => {
      timer(family, `${label} ${outcome}`).record((performance.now() - beganAt) * 1000)
      if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    }
    try {
      const result = await work()
      end('done')
      return result
    } catch (error) {
      end(outcomeOf(error))
      throw error
    }
  })
}

/** Everything since the last time; each family of timers and counters also in sum. */
export function takeFigures(): Figures {
  const { timers, counters, gauges, readers } = kept()
  for (const [name, read] of readers) {
    const value = read()
    if (value !== null) gauge(name, value)
  }
  const figures: Figures = { counters: {}, gauges: {}, timers: {} }
  for (const [name, counted] of counters) {
    if (counted.value === 0) continue
    figures.counters[name] = (figures.counters[name] ?? 0) + counted.value
    const family = familyOf(name)
    if (family) figures.counters[family] = (figures.counters[family] ?? 0) + counted.value
    counted.taken += counted.value
    counted.value = 0
  }
  for (const [name, level] of gauges) {
    if (level.samples > 0) figures.gauges[name] = { sum: level.sum, samples: level.samples, max: level.max }
    level.sum = 0
    level.samples = 0
    level.max = 0
  }
  const sums = new Map<string, HistogramFigures[]>()
  for (const [name, histogram] of timers) {
    const taken = histogram.take()
    if (!taken) continue
    figures.timers[name] = taken
    const family = familyOf(name)
    const inFamily = family && sums.get(family)
    if (inFamily) inFamily.push(taken)
    else if (family) sums.set(family, [taken])
  }
  for (const [family, all] of sums) figures.timers[family] = mergeHistograms(all)
  return figures
}

/** Everything since the start, and the levels of now, for those who take differences themselves. */
export type Totals = {
  counters: Map<string, number>
  gauges: Map<string, number>
  timers: Map<string, HistogramFigures>
}

/** Durations are as of the last look by `takeFigures`, at most a second ago where somebody looks each second. */
export function totals(): Totals {
  const { timers, counters, gauges, readers } = kept()
  const levels = new Map([...gauges].map(([name, { last }]) => [name, last]))
  for (const [name, read] of readers) {
    const value = read()
    if (value === null) levels.delete(name)
    else levels.set(name, value)
  }
  return {
    counters: new Map([...counters].map(([name, { value, taken }]) => [name, taken + value])),
    gauges: levels,
    timers: new Map([...timers].map(([name, histogram]) => [name, histogram.total()])),
  }
}

/** Of what has a label; empty for the rest. */
function familyOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf('|'), 0))
}

function provide<Value>(map: Map<string, Value>, family: string, label: string | undefined, make: () => Value): Value {
  const name = label === undefined ? family : `${family}|${label}`
  const found = map.get(name)
  if (found) return found
  const { families } = kept()
  const labels = families.get(family) ?? 0
  if (label !== undefined && labels >= labelsPerFamily && label !== 'other') return provide(map, family, 'other', make)
  families.set(family, labels + 1)
  const made = make()
  map.set(name, made)
  return made
}
