import type { PerformanceTick } from '@/server/performance/performance'

/** `stale`: the stream stands, but the database is away and nothing new is known. */
export type StreamState = 'connecting' | 'live' | 'stale' | 'reconnecting' | 'offline'

export type StreamTells = {
  tick: (tick: PerformanceTick) => void
  state: (state: StreamState) => void
  /** It is opened again after a break: what was told meanwhile must be asked for */
  again: () => void
}

/** A tick comes each second; after so long in silence something on the way holds the line open for nothing. */
const silenceMs = 12_000
/** Greetings keep a line alive that has nothing to tell, but a page cannot see those. */
const staleSilenceMs = 60_000
const pauseMsMax = 15_000

/**
 * Follows the stream of these parameters until the answered function is called; it begins after `knownUntil`. We open it again ourselves, ever more
 * slowly: the browser's own way gives up for good at the first answer that is no stream.
 */
export function followPerformance(asked: string, knownUntil: () => number | null, tell: StreamTells): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const listen = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => reopen(0), ms)
  }
  const open = () => {
    const params = new URLSearchParams(asked)
    const after = knownUntil()
    if (after !== null) params.set('after', String(after))
    source = new EventSource(`/api/performance/stream?${params}`)
    source.onmessage = ({ data }) => {
      failures = 0
      listen(silenceMs)
      tell.tick(JSON.parse(data))
      tell.state('live')
    }
    source.addEventListener('stale', () => {
      listen(staleSilenceMs)
      tell.state('stale')
    })
    // The server goes: another one, or the same one anew, takes us in a moment, and not all at once
    source.addEventListener('reconnect', () => reopen(500 + Math.random() * 1500))
    source.onerror = () => reopen(Math.min(pauseMsMax, 1000 * 2 ** failures++) * (0.75 + Math.random() / 2))
    listen(silenceMs)
  }
  const reopen = (afterMs: number) => {
    source?.close()
    tell.state(navigator.onLine ? 'reconnecting' : 'offline')
    clearTimeout(timer)
    timer = setTimeout(() => {
      open()
      tell.again()
    }, afterMs)
  }
  const online = () => reopen(0)

  tell.state('connecting')
  open()
  addEventListener('online', online)
  return () => {
    removeEventListener('online', online)
    clearTimeout(timer)
    source?.close()
  }
}
