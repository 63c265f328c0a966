import { createServer, IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { GuardedResponse } from './guarded-response'
import { answerRaw, refusalOfParser } from './raw-answer'

export type HttpServer = Server<typeof IncomingMessage, typeof GuardedResponse>
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void
type Options = {
  handle: (request: IncomingMessage, response: GuardedResponse) => void
  /** Without it an upgrade is served as the plain request it also is. */
  upgrade: Upgrade | undefined
  /** For what is answered on the bare socket. */
  headers: Readonly<Record<string, string>>
  /** Told of each answer on the bare socket: what came was no request that anybody could handle. */
  onMalformed: (status: number) => void
}

/** node's HTTP server with our limits, and with our answer where node would have written one of its own. */
export function createHttpServer({ handle, upgrade, headers, onMalformed }: Options): HttpServer {
  const server = createServer(
    {
      IncomingMessage,
      ServerResponse: GuardedResponse,
      // The front door asks for it itself
      requireHostHeader: false,
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      connectionsCheckingInterval: 2_000,
      // Longer than the usual 60 s of balancers, which must be the ones to close
      keepAliveTimeout: 65_000,
    },
    handle,
  )
  server.on('checkContinue', handle)
  server.on('checkExpectation', handle)
  server.on('clientError', (error, socket) => {
    const refusal = refusalOfParser(error)
    if (refusal === null) return void socket.destroy()
    onMalformed(refusal.status)
    answerRaw(socket, refusal, headers)
  })
  server.on('connect', (_request, socket) => {
    onMalformed(405)
    answerRaw(socket, { status: 405, detail: 'CONNECT can’t be used here.', headers: { Allow: 'GET, HEAD' } }, headers)
  })
  if (upgrade) server.on('upgrade', upgrade)
  return server
}

/** Returns the port, which the system chooses for 0. Fails with node's own errors, such as EADDRINUSE. */
export function listen(server: HttpServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
