import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '@/server/log'

/** Whoever told us to stop waits for 15 s, and then kills. */
const stopMsMax = 14_000

type Close = () => Promise<unknown>

/** What was opened on the way up, closed in the reverse order on the way down. */
export type Shutdown = {
  isAsked(): boolean
  add(close: Close): void
  /** Closes everything, each once; what fails to close is logged and does not hold up the rest. */
  run(): Promise<void>
}

/**
 * Ends the process in order on SIGTERM, SIGINT or SIGHUP, with exit code 0; a second signal (npm passes each on once
 * more) changes nothing. One that comes while we start waits for the start to end: what is half open can't be closed.
 */
export function shutdownOnSignal(started: () => Promise<unknown>): Shutdown {
  const closes: Close[] = []
  let isAsked = false

  async function run(): Promise<void> {
    for (let close = closes.pop(); close; close = closes.pop()) {
      await close().catch((error: unknown) => log().error({ err: error }, 'something did not close'))
    }
  }

  async function stop(signal: string): Promise<void> {
    if (isAsked) return
    isAsked = true
    log().info({ signal }, 'stopping')
    const closed = started()
      .catch(() => {})
      .then(run)
    const isClosed = await Promise.race([closed.then(() => true), sleep(stopMsMax, false)])
    if (isClosed) log().info('stopped')
    else log().warn('stopped, though not everything was closed in time')
    process.exit(0)
  }

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => void stop(signal))
  return { isAsked: () => isAsked, add: (close) => closes.push(close), run }
}
