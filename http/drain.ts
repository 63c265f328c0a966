import { Server as NetServer } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { HttpServer } from './http-server'

// A request may be on the wire while its connection looks idle
const graceMs = 200
// So long those who go on asking on a connection are told that it ends
const tellMs = 500
// Under steady load somebody always waits
const takeInMs = 2000

/** Lets the server finish what is under way, for at most `timeoutMs`; then every connection is cut. */
export async function drainServer(server: HttpServer, inFlight: () => number, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  await takeInWaiting(server)
  // Not yet by HTTP's own `close`: it would cut connections on which the next request is just coming
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()))
  await Promise.race([closed, sleep(Math.min(tellMs, timeoutMs))])
  server.close()
  while (performance.now() < deadline) {
    await Promise.race([closed, sleep(graceMs)])
    // Timers come before sockets: what has arrived meanwhile is read first
    await wholeTurn()
    if (inFlight() === 0) break
  }
  // Browsers hold connections open on which nothing was ever asked; node counts them as busy
  server.closeAllConnections()
  // Web sockets of development are none of its connections any more: they end with the process
  await Promise.race([closed, sleep(graceMs)])
}

/** Who is connected but not yet taken in would be reset: node takes in one connection per turn of its event loop. */
async function takeInWaiting(server: HttpServer): Promise<void> {
  let taken = 0
  const count = () => {
    taken++
  }
  server.on('connection', count)
  const end = performance.now() + takeInMs
  for (let before = -1; before !== taken && performance.now() < end; ) {
    before = taken
    await wholeTurn()
  }
  server.off('connection', count)
}

async function wholeTurn(): Promise<void> {
  await nextTurn()
  await nextTurn()
}
