import { AsyncLocalStorage } from 'node:async_hooks'

/** The request that the running code serves, for log lines of code that was never given it, such as Next's own. */
export const requestScope = new AsyncLocalStorage<{ requestId: string }>()
