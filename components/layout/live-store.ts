/** What the server tells of a change: who, when and about whom, never what it is now. */
export type LiveNews = {
  seq: number
  action: string
  subject: { kind: string; id: string | null }
  actorId: string | null
  actorName: string | null
  at: string
}

/** `everything`: nobody can tell what was missed, so whatever is shown is to be asked for anew. */
export type LiveTold = LiveNews | 'everything'

/** `resting` while the tab is hidden or there is no stream to open. */
export type LiveState = 'resting' | 'connecting' | 'open' | 'away'

type Listener = (told: LiveTold) => void

const listeners = new Set<Listener>()
const stateListeners = new Set<() => void>()
/** What comes again with a new connection, from another instance, is known by its number. */
const seenMax = 2000
const seen = new Set<string>()
let state: LiveState = 'resting'
let toldAt = Number.NEGATIVE_INFINITY

/** One for each tab: the connection tells it, and whatever shows something listens. */
export const liveStore = {
  tell(told: LiveTold): void {
    if (told !== 'everything') {
      const key = `${told.seq} ${told.subject.id}`
      if (seen.has(key)) return
      seen.add(key)
      for (const old of seen) if (seen.size > seenMax) seen.delete(old)
    }
    toldAt = performance.now()
    for (const listener of listeners) listener(told)
  },

  listen(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },

  state: (): LiveState => state,
  setState(next: LiveState): void {
    if (next === state) return
    state = next
    for (const listener of stateListeners) listener()
  },
  listenState(listener: () => void): () => void {
    stateListeners.add(listener)
    return () => stateListeners.delete(listener)
  },

  /** Whether something was told so lately that a page just drawn may have been read before. */
  wasToldWithin: (ms: number): boolean => performance.now() - toldAt <= ms,
}
