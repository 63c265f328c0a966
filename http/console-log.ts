import { format, stripVTControlCharacters } from 'node:util'
import { log } from '@/server/log'
import { requestScope } from './request-scope'

const levels = { error: 'error', warn: 'warn', info: 'info', log: 'info', debug: 'debug' } as const

/**
 * From now on, whatever is said by `console` becomes one JSON line of the log, with the id of the request that was
 * being served. Next speaks so: a page that fails could not be found by its request id otherwise.
 */
export function logConsole(): void {
  for (const [method, level] of Object.entries(levels)) {
    Object.assign(console, {
      [method]: (...said: unknown[]) => {
        const err = said.find((part) => part instanceof Error)
        const words = format(...said.filter((part) => part !== err))
        log()[level]({ ...requestScope.getStore(), ...(err ? { err } : {}) }, stripVTControlCharacters(words).trim())
      },
    })
  }
}
