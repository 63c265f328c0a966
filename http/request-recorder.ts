import { type Counter, counter, type Timer, timer } from '@/server/measure'

/** What a request was, once it is over. */
export type RequestEnd = {
  method: string
  route: string
  status: number
  /** From the first look at the request until its last byte was handed over, in microseconds. */
  us: number
  /** A stream lasts as long as somebody looks: its duration says nothing about speed. */
  isStream: boolean
  /** The client went away, or we cut it. */
  isCut: boolean
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const classes = ['1xx', '2xx', '3xx', '4xx', '5xx']

/** Counts requests by route and class of status. Handles are made at the first request of a kind, and kept. */
export function requestRecorder(): (end: RequestEnd) => void {
  const kinds = new Map<string, Map<string, Timer[]>>()
  const [requests, errors, cut, streams] = [
    counter('http.requests'),
    counter('http.errors'),
    counter('http.cut'),
    counter('http.streams'),
  ]
  const isLimited: Counter = counter('http.limited')

  return ({ method, route, status, us, isStream, isCut }) => {
    requests.add()
    if (status >= 500) errors.add()
    if (status === 429) isLimited.add()
    if (isCut) cut.add()
    if (isStream) streams.add()
    else timerOf(kinds, methods.has(method) ? method : 'OTHER', route, classOf(status)).record(us)
  }
}

function classOf(status: number): number {
  return Math.min(Math.max(Math.floor(status / 100), 1), 5) - 1
}

function timerOf(kinds: Map<string, Map<string, Timer[]>>, method: string, route: string, statusClass: number): Timer {
  const routes = kinds.get(method) ?? new Map<string, Timer[]>()
  kinds.set(method, routes)
  const timers = routes.get(route) ?? classes.map((name) => timer('http', `${method} ${route} ${name}`))
  routes.set(route, timers)
  return timers[statusClass] as Timer
}
