import { z } from 'zod'

/** How far back the page looks, in seconds, and how fine: each range has about 300 points. */
export const performanceRanges = {
  '5m': { seconds: 300, step: 1 },
  '1h': { seconds: 3600, step: 10 },
  '6h': { seconds: 6 * 3600, step: 60 },
  '24h': { seconds: 24 * 3600, step: 300 },
  '7d': { seconds: 7 * 86_400, step: 3600 },
  '30d': { seconds: 30 * 86_400, step: 7200 },
} as const
export type PerformanceRange = keyof typeof performanceRanges

const second = z.coerce.number('Give seconds since 1970').int().min(0).max(8_640_000_000)

/** What the page and the API ask for: a range that ends now, or `from` and `to` in seconds since 1970. */
export const performanceQuerySchema = z
  .object({
    range: z.enum(['5m', '1h', '6h', '24h', '7d', '30d']).default('1h'),
    from: second.optional(),
    to: second.optional(),
    /** Its name; all of them together where it is absent. */
    instance: z
      .string()
      .max(100)
      .refine((name) => !/\p{Cc}/u.test(name), 'There is no such instance')
      .optional(),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ['to'],
    error: '“from” and “to” go together',
  })
  .refine(({ from = 0, to = 1 }) => from < to, { path: ['to'], error: 'Must be later than “from”' })
export type PerformanceQuery = z.infer<typeof performanceQuerySchema>

/** What the stream is asked for; `after` is the newest second that one has. */
export const performanceStreamSchema = z.strictObject({
  range: performanceQuerySchema.shape.range,
  instance: performanceQuerySchema.shape.instance,
  after: second.optional(),
})
export type PerformanceStreamQuery = z.infer<typeof performanceStreamSchema>

/**
 * What happened in the `seconds` that begin at `at` (seconds since 1970). Null where nothing happened that it could be
 * a figure of: there is no error rate of no requests. Durations in milliseconds, sizes in bytes, ratios from 0 to 1.
 */
export type PerformancePoint = {
  at: number
  seconds: number
  requests: number
  requestsPerSecond: number
  active: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  maxMs: number | null
  /** Answers of 500 and above. */
  errors: number
  errorRatio: number | null
  eventLoopDelayMsP99: number | null
  eventLoopUtilisation: number | null
  residentBytes: number | null
  heapBytes: number | null
  gcPauses: number
  gcPauseMsMax: number | null
  handles: number | null
  poolInUse: number | null
  /** How many connections the pool may have at the moment. */
  poolTarget: number | null
  poolWaiting: number | null
  poolWaitMsP99: number | null
  statementMsP99: number | null
  cacheHitRatio: number | null
  signIns: number
  signInsFailed: number
  /** Refused by rate limits (429). */
  limited: number
  /** Refused to stay up (503). */
  shed: number
  feedLagMs: number | null
  streams: number | null
}

/** One route over the whole range, or one operation of the services. */
export type RouteFigures = {
  /** `GET`; empty for what is no request. */
  method: string
  /** As in the code, with `[userId]` for what differs. */
  route: string
  requests: number
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  maxMs: number | null
  errors: number
  errorRatio: number | null
}

/** What people and the program did, on the same axis of time. */
export type PerformanceMark = {
  id: string
  kind: 'change' | 'deploy' | 'alert' | 'job'
  at: number
  /** For what lasts; null while it goes on. Absent for what happens at once. */
  until?: number | null
  label: string
  href: string
}

/** A part of the house in a line: "Cache · 94.1 % hit · 8,204 users kept". */
export type PerformancePart = {
  id: string
  name: string
  state: 'ok' | 'warn' | 'bad' | 'idle'
  figure: string
  detail: string
  /** Absent where there is nothing to reset. */
  canReset?: boolean
}

export type PerformanceView = {
  from: number
  to: number
  step: number
  /** Those that told something in the range, by name. */
  instances: string[]
  points: PerformancePoint[]
  /** The slowest by p99 first; of the range. */
  routes: RouteFigures[]
  /** The services' own operations, in the same way. */
  operations: RouteFigures[]
  marks: PerformanceMark[]
  parts: PerformancePart[]
}

/**
 * One message of the stream, once a second. Whoever gets a point for an `at` that they have puts it in the place of
 * the old one: instances that come late, and reconnecting, change figures but never double them.
 */
export type PerformanceTick = {
  /** Whole seconds, of all or of the chosen instance; usually one, more after a pause. */
  seconds: PerformancePoint[]
  /**
   * Those of the range's own step in which something is new, oldest first: the growing one, and those that instances
   * told of late. None where the step is longer than a minute.
   */
  points: PerformancePoint[]
  /** The newest point of the range's own step as far as it goes; null where the step is longer than a minute. */
  current: PerformancePoint | null
  instances: string[]
}
