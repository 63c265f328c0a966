import { processWide } from '@/server/platform/process-wide'

const state = processWide('clock', () => ({ offsetMs: 0 }))

/** What time it is for the program. Deadlines are computed from it, never by SQL `now()`, so that tests can move it. */
export const clock = {
  now: (): Date => new Date(Date.now() + state.offsetMs),
  /** Tests only: later doors refuse it in production. */
  move: (offsetMs: number): void => {
    state.offsetMs = offsetMs
  },
}
