import { type Figures, meanOf } from '@/server/performance/figures'
import { noFigures, percentileUs } from '@/server/performance/histogram'
import type { PerformancePoint } from '@/server/performance/performance'

/**
 * What a chart shows of a stretch of `seconds`. Of levels that are work (requests under way, connections in use) their
 * mean; of those that are strain (delay, waiting, memory) the worst, as a mean over hours would hide it.
 */
export function pointOf(figures: Figures, at: number, seconds: number): PerformancePoint {
  const { counters, gauges, timers } = figures
  const count = (name: string) => counters[name] ?? 0
  const mean = (name: string) => (gauges[name] ? round(meanOf(gauges[name])) : null)
  const worst = (name: string) => (gauges[name] ? round(gauges[name].max) : null)
  const http = timers.http ?? noFigures
  const requests = count('http.requests')
  const hits = count('cache.hits')
  return {
    at,
    seconds,
    requests,
    requestsPerSecond: round(requests / measuredSeconds(figures, seconds)),
    active: mean('http.active'),
    p50Ms: percentileMs(http, 0.5),
    p95Ms: percentileMs(http, 0.95),
    p99Ms: percentileMs(http, 0.99),
    maxMs: http.count > 0 ? round(http.maxUs / 1000) : null,
    errors: count('http.errors'),
    errorRatio: ratio(count('http.errors'), requests),
    eventLoopDelayMsP99: worst('loop.delayMsP99'),
    eventLoopUtilisation: mean('loop.utilisation'),
    residentBytes: worst('resident.bytes'),
    heapBytes: worst('heap.usedBytes'),
    gcPauses: timers.gc?.count ?? 0,
    gcPauseMsMax: timers.gc ? round(timers.gc.maxUs / 1000) : null,
    handles: worst('handles.active'),
    poolInUse: mean('pool.inUse'),
    poolTarget: worst('pool.target'),
    poolWaiting: worst('pool.waiting'),
    poolWaitMsP99: percentileMs(timers['pool.wait'] ?? noFigures, 0.99),
    statementMsP99: percentileMs(timers.statement ?? noFigures, 0.99),
    cacheHitRatio: ratio(hits, hits + count('cache.misses')),
    signIns: timers['sign-in']?.count ?? 0,
    signInsFailed: count('sign-in.failed'),
    limited: count('http.limited'),
    shed: count('http.shed'),
    feedLagMs: worst('feed.lagMs'),
    streams: mean('streams.open'),
  }
}

/** Absent where there was nothing that it could be a ratio of. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null
}

export function percentileMs(figures: Parameters<typeof percentileUs>[0], share: number): number | null {
  const us = percentileUs(figures, share)
  return us === null ? null : round(us / 1000)
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/**
 * The newest stretch, and the one of a start, are not whole: their rate is that of the seconds there were. Memory is
 * looked at once in each.
 */
function measuredSeconds({ gauges }: Figures, seconds: number): number {
  const looks = gauges['resident.bytes']?.samples ?? 0
  return looks > 0 ? Math.min(looks, seconds) : seconds
}
