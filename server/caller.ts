import { AsyncLocalStorage } from 'node:async_hooks'
import { processWide } from '@/server/platform/process-wide'

/** Who waits for what is being done: the client of a request. Work of our own has none. */
export type Caller = {
  readonly hasLeft: boolean
  /** Calls `work` when the client goes away before it has its answer; what is answered takes that back. */
  onLeave(work: () => void): () => void
}

const scope = processWide('caller', () => new AsyncLocalStorage<Caller | undefined>())

export function currentCaller(): Caller | undefined {
  return scope.getStore()
}

export function workFor<Result>(caller: Caller, work: () => Result): Result {
  return scope.run(caller, work)
}

/**
 * For what must be done although the client may have left: signing out, writing down a refusal, looking up how a commit
 * ended.
 */
export function evenIfNobodyWaits<Result>(work: () => Result): Result {
  return scope.run(undefined, work)
}
