import { format, stripVTControlCharacters } from 'node:util'
import { appErrorOf } from '@/server/errors'
import { log } from '@/server/log'
import { requestScope } from './request-scope'

const levels = { error: 'error', warn: 'warn', info: 'info', log: 'info', debug: 'debug' } as const

/**
 * From now on, whatever is said by `console` becomes one JSON line of the log, with the id of the request that was
 * being served. Next speaks so: a page that fails could not be found by its request id otherwise. And it says nowhere
 * else why a page failed: a database that is away is noted for the answer, and is no bug.
 */
export function logConsole(): void {
  for (const [method, level] of Object.entries(levels)) {
    Object.assign(console, {
      [method]: (...said: unknown[]) => {
        const err = said.find((part) => part instanceof Error)
        const words = format(...said.filter((part) => part !== err))
        const scope = requestScope.getStore()
        const known = err && appErrorOf(err)
        const isUnavailable = known?.code === 'unavailable'
        if (isUnavailable && scope) scope.unavailable = known
        const facts = { ...(scope ? { requestId: scope.requestId } : {}), ...(err ? { err } : {}) }
        log()[isUnavailable ? 'warn' : level](facts, stripVTControlCharacters(words).trim())
      },
    })
  }
}
