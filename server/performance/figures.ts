import { type HistogramFigures, mergeHistograms } from '@/server/performance/histogram'

/** A level that is looked at: `sum / samples` is its mean. */
export type GaugeFigures = { sum: number; samples: number; max: number }

/**
 * What was measured in one stretch of time. A name may have a label behind a bar, such as `http|GET /users 2xx`; there
 * are few labels, and never ids. What did not happen is absent, so that nothing is divided by zero.
 */
export type Figures = {
  counters: Record<string, number>
  gauges: Record<string, GaugeFigures>
  timers: Record<string, HistogramFigures>
}

export const emptyFigures: Figures = { counters: {}, gauges: {}, timers: {} }

/** How gauges of several instances become one: what each has of its own adds up; of a strain the worst counts. */
const addsUp = /^(http\.active|streams\.open|pool\.|handles\.)/

/** Of these the least is the worst. */
const isRoom = /^disk\./

/** One figure for a stretch of time out of those of its parts. */
export function mergeOverTime(parts: readonly Figures[]): Figures {
  return merge(parts, (gauges) => ({
    sum: total(gauges, (gauge) => gauge.sum),
    samples: total(gauges, (gauge) => gauge.samples),
    max: Math.max(...gauges.map((gauge) => gauge.max)),
  }))
}

/**
 * One figure for all instances, at the same stretch of time. Where `seconds` says how long that is, levels count for as
 * long as they were measured: an instance and the one that it became at a restart are not two at once.
 */
export function mergeInstances(instances: readonly Figures[], seconds = 0): Figures {
  return merge(instances, (gauges, name) => {
    const most = Math.max(...gauges.map((gauge) => gauge.samples))
    const inAll = total(gauges, (gauge) => gauge.samples)
    const maxima = gauges.map((gauge) => gauge.max)
    const isOncePerSecond = most <= seconds
    const samples = isOncePerSecond ? Math.min(inAll, seconds) : most
    const worstOf = isRoom.test(name) ? Math.min : Math.max
    if (!addsUp.test(name)) return { sum: worstOf(...gauges.map(meanOf)) * samples, samples, max: worstOf(...maxima) }
    const isInTurn = isOncePerSecond && inAll <= seconds
    return {
      sum: isOncePerSecond ? total(gauges, (gauge) => gauge.sum) : total(gauges, meanOf) * samples,
      samples,
      max: isInTurn ? Math.max(...maxima) : total(maxima, (each) => each),
    }
  })
}

export function meanOf({ sum, samples }: GaugeFigures): number {
  return samples > 0 ? sum / samples : 0
}

/** Those of a family, by their label: `http|GET /users 2xx` is the one of "GET /users 2xx". */
export function labelled<Value>(all: Readonly<Record<string, Value>>, family: string): Array<[string, Value]> {
  const prefix = `${family}|`
  return Object.entries(all).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
  )
}

type MergeGauges = (gauges: GaugeFigures[], name: string) => GaugeFigures

function merge(parts: readonly Figures[], mergeGauges: MergeGauges): Figures {
  const [only] = parts
  if (!only) return emptyFigures
  if (parts.length === 1) return only
  return {
    counters: byName(parts, 'counters', (values) => total(values, (value) => value)),
    gauges: byName(parts, 'gauges', mergeGauges),
    timers: byName(parts, 'timers', mergeHistograms),
  }
}

function byName<Kind extends keyof Figures, Value extends Figures[Kind][string]>(
  parts: readonly Figures[],
  kind: Kind,
  mergeValues: (values: Value[], name: string) => Value,
): Record<string, Value> {
  const found = new Map<string, Value[]>()
  for (const part of parts) {
    for (const [name, value] of Object.entries(part[kind]) as Array<[string, Value]>) {
      const values = found.get(name)
      if (values) values.push(value)
      else found.set(name, [value])
    }
  }
  return Object.fromEntries([...found].map(([name, values]) => [name, mergeValues(values, name)]))
}

function total<Value>(values: readonly Value[], of: (value: Value) => number): number {
  let sum = 0
  for (const value of values) sum += of(value)
  return sum
}
