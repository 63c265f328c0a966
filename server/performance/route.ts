import { labelled } from '@/server/performance/figures'
import { type HistogramFigures, mergeHistograms } from '@/server/performance/histogram'
import type { RouteFigures } from '@/server/performance/performance'
import { percentileMs, ratio, round } from '@/server/performance/point'

const listedMax = 50

type Timers = Record<string, HistogramFigures>

/** Each route over all classes of status, the slowest at p99 first. What was answered with 5xx is an error. */
export function routesOf(timers: Timers): RouteFigures[] {
  return slowestOf(timers, 'http', '5xx', (name) => {
    const [method = '', ...route] = name.split(' ')
    return { method, route: route.join(' ') }
  })
}

/** Each operation of the services. What was refused is no error. */
export function operationsOf(timers: Timers): RouteFigures[] {
  return slowestOf(timers, 'service', 'failed', (route) => ({ method: '', route }))
}

function slowestOf(
  timers: Timers,
  family: string,
  errorEnd: string,
  nameOf: (name: string) => Pick<RouteFigures, 'method' | 'route'>,
): RouteFigures[] {
  const byName = new Map<string, { all: HistogramFigures[]; errors: number }>()
  for (const [label, figures] of labelled(timers, family)) {
    const space = label.lastIndexOf(' ')
    const name = space === -1 ? label : label.slice(0, space)
    const found = byName.get(name) ?? { all: [], errors: 0 }
    found.all.push(figures)
    if (label.slice(space + 1) === errorEnd) found.errors += figures.count
    byName.set(name, found)
  }
  return [...byName]
    .map(([name, { all, errors }]) => figuresOf(nameOf(name), mergeHistograms(all), errors))
    .sort((one, other) => (other.p99Ms ?? 0) - (one.p99Ms ?? 0))
    .slice(0, listedMax)
}

function figuresOf(
  name: Pick<RouteFigures, 'method' | 'route'>,
  figures: HistogramFigures,
  errors: number,
): RouteFigures {
  return {
    ...name,
    requests: figures.count,
    p50Ms: percentileMs(figures, 0.5),
    p95Ms: percentileMs(figures, 0.95),
    p99Ms: percentileMs(figures, 0.99),
    maxMs: figures.count > 0 ? round(figures.maxUs / 1000) : null,
    errors,
    errorRatio: ratio(errors, figures.count),
  }
}
