import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresHome } from './postgres-home'
import { type Lease, type Superuser, takeLease } from './postgres-lease'
import {
  disownPidFile,
  findPostmaster,
  isPostmaster,
  killOrphans,
  lastComplaint,
  launchPostgres,
  logEnd,
  postmasterPort,
} from './postgres-process'
import { StartError } from './start-error'

type Start = {
  settings: Record<string, string>
  /** The port to come back on, since others know it. */
  port?: number
}

/** A server that is still replaying its log is waited for this long; one that ends is started again this long. */
const recoveryMs = 120_000
const retryMs = 12_000

/**
 * Joins the server that runs on this cluster, or starts it, and returns a connection to it. After a `kill -9` of a
 * server, its processes may outlive it and keep the next one from starting: it is tried again, and after half a second
 * they are killed. Only one process may be in here at a time. Fails with a StartError.
 */
export async function bringUp(
  home: PostgresHome,
  superuser: Superuser,
  { settings, port: wanted }: Start,
): Promise<{ lease: Lease; port: number; joined: boolean }> {
  let pid = findPostmaster(home)
  const joined = pid !== null
  let port = (joined && postmasterPort(home)) || (wanted ?? (await choosePort(home)))
  const since = Date.now()
  const logStart = logEnd(home)
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1000)) {
    if (pid === null) {
      disownPidFile(home)
      pid = launchPostgres(home, port, settings)
    }
    const lease = await connectWhileRunning(home, pid, port, superuser)
    if (lease) return { lease, port, joined }
    pid = null
    const reason = lastComplaint(home, logStart)
    if (Date.now() - since > retryMs) {
      throw new StartError(`The embedded database does not start: ${reason || 'no reason given'} (${home.logFile})`)
    }
    if (Date.now() - since > 500) killOrphans(home)
    await sleep(waitMs)
    if (wanted === undefined && /address already in use/i.test(reason)) port = await choosePort(home)
  }
}

/** Null when the server has ended before it answered. */
async function connectWhileRunning(
  home: PostgresHome,
  pid: number,
  port: number,
  superuser: Superuser,
): Promise<Lease | null> {
  const deadline = Date.now() + recoveryMs
  while (isPostmaster(home, pid)) {
    try {
      return await takeLease(port, superuser)
    } catch (error) {
      if (isWrongPassword(error)) {
        throw new StartError(`The password in the data directory is not the one of the database in ${home.directory}`)
      }
      if (Date.now() > deadline) throw new StartError(`The embedded database does not answer: ${String(error)}`)
      await sleep(20)
    }
  }
  return null
}

/** The one of last time, else a free one below those that systems give to outgoing connections. */
async function choosePort(home: PostgresHome): Promise<number> {
  const file = join(home.directory, 'port')
  let port = Number(readPort(file))
  while (!port || !(await isFree(port))) port = 20_000 + Math.floor(Math.random() * 12_000)
  writeFileSync(file, `${port}\n`, { mode: 0o600 })
  return port
}

function readPort(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '28P01'
}
