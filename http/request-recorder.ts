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
  const kinds = new Map<string, Map<string, Kind>>()
  const [requests, errors, cut, streams] = [
    counter('http.requests'),
    counter('http.errors'),
    counter('http.cut'),
    counter('http.streams'),
  ]
  const isLimited: Counter = counter('http.limited')

  return ({ method, route, status, us, isStream, isCut }) => {
    const kind = kindOf(kinds, methods.has(method) ? method : 'OTHER', route)
    kind.answers(status).add()
    requests.add()
    if (status >= 500) errors.add()
    if (status === 429) isLimited.add()
    if (isCut) cut.add()
    if (isStream) streams.add()
    else kind.timers[classOf(status)]?.record(us)
  }
}

type Kind = { timers: Timer[]; answers(status: number): Counter }

function classOf(status: number): number {
  return Math.min(Math.max(Math.floor(status / 100), 1), 5) - 1
}

function kindOf(kinds: Map<string, Map<string, Kind>>, method: string, route: string): Kind {
  const routes = kinds.get(method) ?? new Map<string, Kind>()
  kinds.set(method, routes)
  const kind = routes.get(route) ?? newKind(`${method} ${route}`)
  routes.set(route, kind)
  return kind
}

function newKind(name: string): Kind {
  const counters = new Map<number, Counter>()
  return {
    timers: classes.map((each) => timer('http', `${name} ${each}`)),
    answers: (status) => {
      const found = counters.get(status) ?? counter('http.answers', `${name} ${status}`)
      counters.set(status, found)
      return found
    },
  }
}
