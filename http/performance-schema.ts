import { z } from 'zod'

/* What the API answers about performance; see `server/performance/performance.ts` for what each figure means. */

const second = z.int().describe('Seconds since 1970, UTC')
const count = z.int().min(0)
const figure = z.number().nullable()
const share = z.number().min(0).max(1).nullable().describe('From 0 to 1; null where there was nothing')

const point = z.strictObject({
  at: second,
  seconds: z.int().describe('How long the stretch is that begins then'),
  requests: count,
  requestsPerSecond: z.number(),
  active: figure,
  p50Ms: figure,
  p95Ms: figure,
  p99Ms: figure,
  maxMs: figure,
  errors: count.describe('Answers of 500 and above'),
  errorRatio: share,
  eventLoopDelayMsP99: figure,
  eventLoopUtilisation: share,
  residentBytes: figure,
  heapBytes: figure,
  gcPauses: count,
  gcPauseMsMax: figure,
  handles: figure,
  poolInUse: figure,
  poolTarget: figure.describe('How many connections the pool may have'),
  poolWaiting: figure,
  poolWaitMsP99: figure,
  statementMsP99: figure,
  cacheHitRatio: share,
  signIns: count,
  signInsFailed: count,
  limited: count.describe('Refused by rate limits (429)'),
  shed: count.describe('Refused to stay up (503)'),
  feedLagMs: figure,
  streams: figure,
})

const route = z.strictObject({
  method: z.string().describe('Empty for an operation of the services'),
  route: z.string(),
  requests: count,
  p50Ms: figure,
  p95Ms: figure,
  p99Ms: figure,
  maxMs: figure,
  errors: count,
  errorRatio: share,
})

const mark = z.strictObject({
  id: z.string(),
  kind: z.enum(['change', 'deploy', 'alert', 'job']),
  at: second,
  until: second.nullable().optional().describe('Null while it goes on; absent for what happens at once'),
  label: z.string(),
  href: z.string().describe('The page of the console about it'),
})

const part = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['ok', 'warn', 'bad', 'idle']),
  figure: z.string(),
  detail: z.string(),
  canReset: z.boolean().optional(),
})

export const performanceView = z.strictObject({
  from: second,
  to: second,
  step: z.int().describe('Seconds from point to point'),
  instances: z.array(z.string()).describe('Those that measured something in the range'),
  points: z.array(point).describe('Oldest first; where nothing was measured there is none'),
  routes: z.array(route).describe('The slowest at p99 first'),
  operations: z.array(route).describe('Of the services, in the same way'),
  marks: z.array(mark).describe('What administrators and the program did in the range'),
  parts: z.array(part).describe('Each part of the program in the last minute'),
})
