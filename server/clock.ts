import { AsyncLocalStorage } from 'node:async_hooks'
import { processWide } from '@/server/platform/process-wide'

const state = processWide('clock', () => ({ offsetMs: 0, ofThisRequest: new AsyncLocalStorage<number>() }))

/** What time it is for the program. Deadlines are computed from it, never by SQL `now()`, so that tests can move it. */
export const clock = {
  now: (): Date => new Date(Date.now() + state.offsetMs + (state.ofThisRequest.getStore() ?? 0)),

  /** For everybody in this process; tests of services only. */
  move: (offsetMs: number): void => {
    state.offsetMs = offsetMs
  },

  /** For `work` alone and whatever it starts, so that tests on one server don't move each other's time. */
  moveFor: <Result>(offsetMs: number, work: () => Result): Result => state.ofThisRequest.run(offsetMs, work),
}
