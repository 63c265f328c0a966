import { createServer } from 'node:http'
import next from 'next'
import type { Handler } from './front-door'
import type { Upgrade } from './http-server'
import { requestIdOf } from './request-facts'
import { type RequestScope, requestScope } from './request-scope'
import { unavailablePage } from './unavailable-page'

export type Pages = { handle: Handler; upgrade: Upgrade; close(): Promise<void> }

/**
 * Next, as the one who answers pages, forms and server actions. `port` and `host` are where our own server listens.
 * Takes about a second; in development it also builds what is asked for.
 */
export async function startPages(port: number, host: string, isDevelopment: boolean): Promise<Pages> {
  // Next would listen for upgrades on our server, past our checks; so it is given one that never listens
  const upgrades = createServer()
  const app = next({ dev: isDevelopment, dir: process.cwd(), port, hostname: host, httpServer: upgrades })
  // Where Next fetches from itself, after an action that redirects: not through the proxy, nor over its TLS
  process.env.__NEXT_PRIVATE_ORIGIN = `http://${host}:${port}`
  await app.prepare()
  const handle = app.getRequestHandler()
  return {
    handle: (request, response) => {
      const scope: RequestScope = { requestId: requestIdOf(request) }
      const { method = 'GET' } = request
      response.otherThanFailure = () =>
        scope.unavailable ? unavailablePage(scope.unavailable, method, scope.requestId) : null
      return requestScope.run(scope, () => handle(request, response))
    },
    upgrade: (request, socket, head) => void upgrades.emit('upgrade', request, socket, head),
    close: () => app.close(),
  }
}
