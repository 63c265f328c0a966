import { AsyncLocalStorage } from 'node:async_hooks'
import type { AppError } from '@/server/errors'

export type RequestScope = {
  requestId: string
  /** Why it can't be answered at the moment, as far as that has become known. */
  unavailable?: AppError
}

/** The request that the running code serves, for log lines of code that was never given it, such as Next's own. */
export const requestScope = new AsyncLocalStorage<RequestScope>()
