import { setTimeout as sleep } from 'node:timers/promises'
import { makeDataDirectory } from './data-directory'
import { makeCluster } from './postgres-cluster'
import { postgresHome } from './postgres-home'
import { countOtherLeases } from './postgres-lease'
import { findPostmaster, stopPostmaster } from './postgres-process'
import { followCollation, provision, superuserOf, urlsOnPort } from './postgres-roles'
import { bringUp } from './postgres-start'
import { lockName, processLock } from './process-lock.mjs'
import { StartError } from './start-error'

export { embeddedPostgresUrls } from './postgres-roles'

/** A running embedded database. */
export type EmbeddedPostgres = {
  /** For the role that serves: it reads and writes rows, and owns nothing. */
  webUrl: string
  /** For the role that owns the database and migrates it. */
  ownerUrl: string
  /** Lets go of the database; the last process to do so stops it. Takes 15 s at the very most. May be repeated. */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  dataDir: string
  log?: (message: string, facts?: object) => void
  /** PostgreSQL settings over ours, for tests: `{ fsync: 'off' }`. They have no effect on a server that already runs. */
  settings?: Record<string, string>
}

/** How long a stop waits for a restart that is under way, here and elsewhere. */
const stopWaitMs = 2000

/**
 * Starts the database of a data directory, making it at the first call; or joins it where it is already running, be it
 * for another process or left over from one that was killed. While we run it is brought back whenever it dies, at the
 * same address. Ready in about 0.2 s, 1.2 s the first time. Fails with a StartError, whose message says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => {}, settings = {} } = options
  const dataDir = makeDataDirectory(options.dataDir)
  const superuser = superuserOf(dataDir)

  const { home, port, ...first } = await inTurn(dataDir, async () => {
    const home = postgresHome(dataDir)
    const made = await makeCluster(home, superuser.password, settings.fsync !== 'off')
    const up = await bringUp(home, superuser, { settings })
    await provision(up.lease.client, dataDir)
    if (!made && !up.joined && (await followCollation(up.port, superuser))) log('embedded database: indexes rebuilt')
    return { home, ...up }
  })
  log(`embedded database ${first.joined ? 'joined' : 'started'}`, {
    pid: findPostmaster(home),
    port,
    home: home.directory,
  })

  let lease = first.lease
  let stopping: Promise<void> | null = null
  let recovering: Promise<void> | null = null

  const watch = () =>
    lease.client.once('end', () => {
      if (!stopping) recovering = recover()
    })
  watch()

  async function recover(): Promise<void> {
    const since = Date.now()
    for (let waitMs = 100; !stopping; waitMs = Math.min(waitMs * 2, 5000)) {
      // Our connection may have been cut and nothing else: then there is nothing to tell
      const gone = findPostmaster(home) === null
      if (gone) log('embedded database: died, starting it again')
      try {
        const up = await inTurn(dataDir, () => bringUp(home, superuser, { settings, port }))
        lease = up.lease
        watch()
        if (gone) log('embedded database: back', { pid: findPostmaster(home), afterMs: Date.now() - since })
        return
      } catch (error) {
        log('embedded database: not back yet', { reason: String(error), nextTryMs: waitMs })
        await sleep(waitMs)
      }
    }
  }

  async function stop(): Promise<void> {
    await Promise.race([recovering, sleep(stopWaitMs, null, { ref: false })])
    const release = await processLock(lockName(dataDir, 'postgres'), stopWaitMs)
    if (!release) return log('embedded database: left to the process that is starting it')
    try {
      const others = await countOtherLeases(lease, port, superuser)
      lease.client.end().catch(() => {})
      const pid = findPostmaster(home)
      if (others > 0 || pid === null) return log('embedded database: left running', { others })
      const stopped = await stopPostmaster(home, pid)
      log(`embedded database ${stopped ? 'stopped' : 'did not stop'}`, { pid })
    } finally {
      await release()
    }
  }

  const { webUrl, ownerUrl } = urlsOnPort(dataDir, port)
  return {
    webUrl,
    ownerUrl,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

/** Starting, restarting and stopping happen one at a time, over all processes of the data directory. */
async function inTurn<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const release = await processLock(lockName(dataDir, 'postgres'), 60_000)
  if (!release) throw new StartError(`Another process has been starting the database of ${dataDir} for a minute`)
  try {
    return await work()
  } finally {
    await release()
  }
}
