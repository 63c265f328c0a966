import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpServer } from './http-server'

// A request may be on the wire while its connection looks idle
const graceMs = 200

/** Lets the server finish what is under way, for at most `timeoutMs`; then every connection is cut. */
export async function drainServer(server: HttpServer, inFlight: () => number, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  while (performance.now() < deadline) {
    await Promise.race([closed, sleep(graceMs)])
    if (inFlight() === 0) break
  }
  // Browsers hold connections open on which nothing was ever asked; node counts them as busy
  server.closeAllConnections()
  // Web sockets of development are none of its connections any more: they end with the process
  await Promise.race([closed, sleep(graceMs)])
}
