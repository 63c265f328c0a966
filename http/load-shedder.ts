import type { IncomingMessage, ServerResponse } from 'node:http'
import { log } from '@/server/log'
import { counter } from '@/server/measure'
import { LoadGate } from './load-gate'
import type { Destination } from './request-check'

export type LoadShedder = {
  /** What to call when the request is over, or null where it is refused: at once, or when it has stood in line. */
  admit(arrived: Arrived): (() => void) | null | Promise<(() => void) | null>
  stop(): void
}
type Arrived = { request: IncomingMessage; response: ServerResponse; destination: Destination; path: string }
type Inside = Pick<Arrived, 'request' | 'response'> & { leave(): void }
type Kind = 'page' | 'api' | 'write'

/** A page takes about 5 ms of the processor, a request to the API 0.3 ms; what changes something is the last to go. */
const gatesOf = {
  page: { start: 16, least: 4, most: 100, waitMs: 500, lineLeast: 50 },
  api: { start: 64, least: 16, most: 500, waitMs: 250, lineLeast: 200 },
  write: { start: 64, least: 16, most: 500, waitMs: 5000, lineLeast: 200 },
} as const
const adjustEveryMs = 50

const nothing = () => {}

/**
 * Refuses before the process collapses: first what is only read and cheap to ask for again, and what changes something
 * as a last resort. Never health, metrics, files of the build, streams and signing out.
 */
export function loadShedder(signOut: ReadonlySet<string>): LoadShedder {
  const gates = { page: new LoadGate(gatesOf.page), api: new LoadGate(gatesOf.api), write: new LoadGate(gatesOf.write) }
  const shed = counter('http.shed')
  const told = { shed: 0, at: 0 }
  const inside = new Set<Inside>()
  let lookedAt = performance.now()
  const looking = setInterval(() => {
    const now = performance.now()
    const sinceMs = now - lookedAt
    lookedAt = now
    for (const each of inside) if (isUpToClient(each)) each.leave()
    for (const gate of Object.values(gates)) gate.adjust(sinceMs - adjustEveryMs, sinceMs, now)
  }, adjustEveryMs).unref()

  return {
    admit({ request, response, destination, path }) {
      const kind = kindOf(request, destination, path, signOut)
      if (kind === null) return nothing
      const gate = gates[kind]
      const letIn = () => {
        const leave = () => void (inside.delete(each) && gate.leave(performance.now()))
        const each = { request, response, leave }
        inside.add(each)
        return leave
      }
      const refuse = () => {
        shed.add()
        tell(told, kind)
        return null
      }
      const entered = gate.enter(performance.now(), () => response.destroyed)
      if (typeof entered === 'boolean') return entered ? letIn() : refuse()
      return entered.then((isLetIn) => (isLetIn ? letIn() : refuse()))
    },
    stop: () => clearInterval(looking),
  }
}

/**
 * Whether it is the client who is waited for, to send or to read: that takes no processor, and must not take a place, or
 * a hundred connections that do nothing would keep everybody out.
 */
export function isUpToClient({ request, response }: Pick<Arrived, 'request' | 'response'>): boolean {
  return !request.complete || response.writableEnded || response.writableNeedDrain
}

/** When to come back: not all at the same moment. */
export function retryAfterShed(): number {
  return 1 + Math.floor(Math.random() * 5)
}

/** Null for what is never refused. */
function kindOf(
  request: IncomingMessage,
  destination: Destination,
  path: string,
  signOut: ReadonlySet<string>,
): Kind | null {
  const { method = '', headers } = request
  const isRead = method === 'GET' || method === 'HEAD'
  if (destination === 'api') {
    // An export lasts as long as its reader takes: nothing to judge the load by. Streams are beside /api/v1/
    if (!path.startsWith('/api/v1/') || path.endsWith('/export')) return null
    return isRead ? 'api' : 'write'
  }
  if (destination === 'build-file' || path.startsWith('/api/auth/')) return null
  if (isRead) return 'page'
  // Without scripts the form itself says which action is meant, further down than can be seen from here
  const action = headers['next-action']
  return typeof action !== 'string' || signOut.has(action) ? null : 'write'
}

/** One line a second, however many there are. */
function tell(told: { shed: number; at: number }, kind: Kind): void {
  told.shed++
  const now = performance.now()
  if (now - told.at < 1000) return
  log().warn({ shed: told.shed, kind }, 'more requests than can be served: some are told to come back')
  told.shed = 0
  told.at = now
}
