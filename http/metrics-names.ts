/**
 * Under which name and with which labels Prometheus sees what we measure (`server/measure.ts`), by its conventions:
 * base units (seconds, bytes, ratios), counters end in `_total`. What is not listed here appears all the same, as
 * `roster_<name>` with one label.
 */
export type MetricName = {
  name: string
  help: string
  /** Of what stands behind the bar, split at its spaces; the last takes the rest of the front. */
  labels?: readonly string[]
  /** What our figure is multiplied with. */
  times?: number
  /** The same for all of a group, such as the state of connections. */
  fixed?: Record<string, string>
}

const http = ['method', 'route', 'status'] as const

export const counterNames: Record<string, MetricName> = {
  'http.answers': { name: 'http_requests_total', help: 'Requests that were answered, of every door.', labels: http },
  'http.cut': { name: 'http_requests_cut_total', help: 'Requests whose client went away, or that were cut.' },
  'http.shed': { name: 'http_requests_shed_total', help: 'Requests refused with 503 to stay up.' },
  'http.streams': { name: 'http_streams_total', help: 'Streams that have ended.' },
  'cache.hits': { name: 'roster_cache_hits_total', help: 'Reads that the cache answered.', labels: ['cache'] },
  'cache.misses': { name: 'roster_cache_misses_total', help: 'Reads that went on to the database.', labels: ['cache'] },
  'limiter.refused': {
    name: 'roster_limiter_refused_total',
    help: 'Requests that a rate limit refused.',
    labels: ['limiter'],
  },
  'feed.events': { name: 'roster_feed_events_total', help: 'Events that followers have handled.' },
}

export const timerNames: Record<string, MetricName> = {
  http: { name: 'http_request_duration_seconds', help: 'How long requests took, by class of status.', labels: http },
  service: {
    name: 'roster_operation_duration_seconds',
    help: 'How long operations took.',
    labels: ['operation', 'outcome'],
  },
  statement: {
    name: 'roster_database_statement_duration_seconds',
    help: 'How long statements took.',
    labels: ['statement'],
  },
  'sign-in': { name: 'roster_sign_in_duration_seconds', help: 'Sign-ins by how they ended.', labels: ['outcome'] },
  job: { name: 'roster_job_duration_seconds', help: 'How long jobs took.', labels: ['job', 'outcome'] },
  'pool.wait': { name: 'roster_database_pool_wait_seconds', help: 'How long was waited for a connection.' },
  'feed.batch': {
    name: 'roster_feed_batch_duration_seconds',
    help: 'How long followers took for a batch of events.',
    labels: ['follower'],
  },
}

const connections = 'Connections to the database.'
export const gaugeNames: Record<string, MetricName> = {
  'http.active': { name: 'http_requests_in_flight', help: 'Requests that are being answered.' },
  'streams.open': { name: 'roster_streams_open', help: 'Open pages that are told what happens.' },
  'pool.inUse': { name: 'roster_database_pool_connections', help: connections, fixed: { state: 'in_use' } },
  'pool.size': { name: 'roster_database_pool_connections', help: connections, fixed: { state: 'open' } },
  'pool.target': { name: 'roster_database_pool_connections', help: connections, fixed: { state: 'allowed' } },
  'pool.waiting': { name: 'roster_database_pool_waiting', help: 'Who waits for a connection.' },
  'feed.lagMs': { name: 'roster_feed_lag_seconds', help: 'How far the slowest follower is behind.', times: 0.001 },
  breaker: { name: 'roster_circuit_breaker_state', help: '0 closed, 1 half-open, 2 open.', labels: ['breaker'] },
  'disk.freeRatio': { name: 'roster_disk_free_ratio', help: 'Free space where the data lies.' },
  'loop.delayMsP99': { name: 'roster_event_loop_delay_p99_seconds', help: 'Of the last second.', times: 0.001 },
  'handles.active': {
    name: 'roster_active_handles',
    help: 'What keeps the process busy or waiting: sockets, timers, files.',
  },
  'loop.utilisation': { name: 'roster_event_loop_utilization_ratio', help: 'Share of the last second.' },
}

/** prom-client's own default metrics tell these. */
export const toldElsewhere: readonly string[] = [
  'http.requests',
  'http.errors',
  'http.limited',
  'heap.usedBytes',
  'resident.bytes',
  'gc',
]
