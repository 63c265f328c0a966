import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'

/** For tests: a plain proxy before several consoles, who get requests by turns. */
export type Balancer = {
  url: string
  /** When each answer of a console came to its end, by the console’s address. */
  answered: Map<string, number[]>
  close(): void
}

/** Who can’t be connected to is passed over; what was begun and broken off is 502, as nobody knows what was done. */
export async function balance(targets: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  const answered = new Map<string, number[]>(targets.map((target) => [target, []]))
  let turn = 0
  const server = createServer((asked, answer) => {
    const first = turn++
    const send = (tries: number) => {
      const target = targets[(first + tries) % targets.length] ?? ''
      const { method, headers, url = '' } = asked
      const passed = request(target + url, { method, headers, agent }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
        response.pipe(answer)
        response.once('end', () => answered.get(target)?.push(Date.now()))
        response.once('error', () => answer.destroy())
      })
      passed.once('error', (error) => {
        const isRefused = 'code' in error && error.code === 'ECONNREFUSED'
        if (isRefused && tries + 1 < targets.length) return send(tries + 1)
        if (answer.headersSent) return answer.destroy()
        answer.writeHead(502).end(error.message)
      })
      // Nothing was read of it where there was no connection
      passed.once('socket', (socket) => {
        if (socket.connecting) socket.once('connect', () => asked.pipe(passed))
        else asked.pipe(passed)
      })
    }
    send(0)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    answered,
    close() {
      agent.destroy()
      server.close()
      server.closeAllConnections()
    },
  }
}
