import { coverOf } from '@/server/performance/cover'
import { type Figures, mergeInstances, mergeOverTime } from '@/server/performance/figures'
import { type HistogramFigures, HistogramSum } from '@/server/performance/histogram'
import { partsOf } from '@/server/performance/part'
import type { PerformancePart, PerformancePoint, PerformanceView } from '@/server/performance/performance'
import { findMarks } from '@/server/performance/performance-marks-service'
import { type InstanceWindow, performanceRepository } from '@/server/performance/performance-repository'
import { pointOf } from '@/server/performance/point'
import { operationsOf, routesOf } from '@/server/performance/route'
import { joinFigures, type StoredStep, stretchOf } from '@/server/performance/window'
import type { Zoom } from '@/server/performance/zoom'
import { breakerStates } from '@/server/platform/circuit-breaker'
import { database } from '@/server/platform/database'

type Timers = Record<string, HistogramFigures>

/** Everything of a range, of all instances or of one. Asks no right. Fails with `unavailable`. */
export async function makeView(zoom: Zoom, instance: string | undefined, now: number): Promise<PerformanceView> {
  const { from, to, step, stored } = zoom
  const windows = performanceRepository(database())
  const [points, timers, instances, marks, parts] = await Promise.all([
    readPoints(zoom, instance, now),
    readTimers(zoom, instance, now),
    windows.instances({ step: stored, from, to }),
    findMarks(zoom),
    readParts(instance, now),
  ])
  return { from, to, step, instances, points, routes: routesOf(timers), operations: operationsOf(timers), marks, parts }
}

/** The point of a stretch out of the windows that are in it: at each moment all instances, and then all moments. */
export function pointOfWindows(
  windows: readonly Pick<InstanceWindow, 'at' | 'summary'>[],
  { at, step, stored, now }: { at: number; step: number; stored: StoredStep; now: number },
): PerformancePoint {
  return pointOf(mergeWindows(windows, stored, now), at, step)
}

async function readPoints(zoom: Zoom, instance: string | undefined, now: number): Promise<PerformancePoint[]> {
  const { from, to, step, stored } = zoom
  const points: PerformancePoint[] = []
  let at = from
  let inPoint: InstanceWindow[] = []
  const closePoint = () => {
    // Where nothing was measured there is no point: a gap stays a gap
    if (inPoint.length > 0) points.push(pointOfWindows(inPoint, { at, step, stored, now }))
    inPoint = []
  }
  const windows = performanceRepository(database()).read({ step: stored, from, to, instance }, 'summary')
  for await (const window of windows) {
    if (stretchOf(window.at, step) !== at) closePoint()
    at = stretchOf(window.at, step)
    inPoint.push(window)
  }
  closePoint()
  return points
}

/** All routes and operations of the range in sum, one name after the other. */
async function readTimers(zoom: Zoom, instance: string | undefined, now: number): Promise<Timers> {
  const sums = new Map<string, HistogramSum>()
  for (const stretch of coverOf(zoom, now)) {
    const windows = performanceRepository(database()).read({ ...stretch, instance }, 'details')
    for await (const { details } of windows) addTimers(sums, details.timers)
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, sum.take()]))
}

function addTimers(sums: Map<string, HistogramSum>, timers: Timers): void {
  for (const name in timers) {
    const figures = timers[name]
    if (!figures || !/^(http|service)\|/.test(name)) continue
    let sum = sums.get(name)
    if (!sum) {
      sum = new HistogramSum()
      sums.set(name, sum)
    }
    sum.add(figures)
  }
}

/** From tens of seconds, and the seconds since the last of them. */
async function readParts(instance: string | undefined, now: number): Promise<PerformancePart[]> {
  const tens = await readAll({ step: 10, from: stretchOf(now - 60, 10), to: now, instance })
  const since = tens.length > 0 ? (tens.at(-1)?.at ?? 0) + 10 : now - 10
  const seconds = await readAll({ step: 1, from: since, to: now + 1, instance })
  const minute = mergeOverTime([mergeWindows(tens, 10, now), mergeWindows(seconds, 1, now)])
  const newest = new Map([...tens, ...seconds].map((window) => [window.instance, window.summary]))
  const errors = breakerStates().flatMap(({ label, lastError }) =>
    lastError === null ? [] : [[label, lastError] as const],
  )
  return partsOf(minute, mergeInstances([...newest.values()]), new Map(errors))
}

async function readAll(stretch: Parameters<ReturnType<typeof performanceRepository>['read']>[0]) {
  const all: InstanceWindow[] = []
  for await (const window of performanceRepository(database()).read(stretch, 'both')) all.push(window)
  // Parts need the names with labels too
  return all.map((window) => ({ ...window, summary: joinFigures(window.summary, window.details) }))
}

function mergeWindows(
  windows: readonly Pick<InstanceWindow, 'at' | 'summary'>[],
  stored: StoredStep,
  now: number,
): Figures {
  const byMoment = new Map<number, Figures[]>()
  for (const { at, summary } of windows) {
    const there = byMoment.get(at)
    if (there) there.push(summary)
    else byMoment.set(at, [summary])
  }
  return mergeOverTime(
    [...byMoment].map(([at, instances]) => mergeInstances(instances, Math.max(Math.min(stored, now - at), 1))),
  )
}
