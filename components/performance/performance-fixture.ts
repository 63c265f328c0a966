import type { PerformancePoint, PerformanceView } from '@/server/performance/performance'

/** A second in which one request was answered. */
export function point(at: number, given: Partial<PerformancePoint> = {}): PerformancePoint {
  return {
    at,
    seconds: 1,
    requests: 1,
    requestsPerSecond: 1,
    active: 2,
    p50Ms: 5,
    p95Ms: 6,
    p99Ms: 7,
    maxMs: 8,
    errors: 0,
    errorRatio: 0,
    eventLoopDelayMsP99: 3,
    eventLoopUtilisation: 0.1,
    residentBytes: 200e6,
    heapBytes: 80e6,
    gcPauses: 0,
    gcPauseMsMax: null,
    handles: 10,
    poolInUse: 1,
    poolTarget: 6,
    poolWaiting: 0,
    poolWaitMsP99: null,
    statementMsP99: null,
    cacheHitRatio: null,
    signIns: 0,
    signInsFailed: 0,
    limited: 0,
    shed: 0,
    feedLagMs: null,
    streams: 1,
    ...given,
  }
}

/** A point for each step from one moment up to another. */
export function view(from: number, to: number, step = 1): PerformanceView {
  const points = Array.from({ length: (to - from) / step }, (_, index) => point(from + index * step, { seconds: step }))
  return { from, to, step, instances: ['web-1'], points, routes: [], operations: [], marks: [], parts: [] }
}
