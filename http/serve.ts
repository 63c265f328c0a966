import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '@/drizzle/migrate'
import { startAlerts } from '@/server/alerts/alert-loop-service'
import { createFirstAdministratorFromEnv, setUpLink } from '@/server/auth/set-up-service'
import { env, provideEnv } from '@/server/env'
import { appErrorOf } from '@/server/errors'
import { eventFeed } from '@/server/events/event-feed'
import { startLive } from '@/server/events/live-service'
import { recordStart, recordStop } from '@/server/instances/instance-service'
import { log } from '@/server/log'
import { startRecorder } from '@/server/performance/performance-recorder'
import { keptSecret, lockDataDirectory, makeDataDirectory } from '@/server/platform/data-directory'
import { closeDatabase } from '@/server/platform/database'
import { databaseRoles } from '@/server/platform/database-roles'
import { startEmbeddedPostgres } from '@/server/platform/embedded-postgres'
import { startProcessFigures } from '@/server/platform/process-figures'
import { StartError } from '@/server/platform/start-error'
import { startTracing } from '@/server/platform/tracing'
import { version } from '@/server/version'
import { apiHandler, type DoorState } from './api'
import { buildFiles } from './build-files'
import { logConsole } from './console-log'
import { createFrontDoor, type FrontDoor, type Handler } from './front-door'
import { type Pages, startPages } from './pages'
import { type Shutdown, shutdownOnSignal } from './shutdown'
import { sendStarting } from './starting-page'
import { endStreams } from './streams'

/**
 * Starts everything and serves until a signal ends the process. Prints one line with the address, and one with the
 * set-up link while there is no administrator. Fails with a StartError, after closing what was open, for whatever
 * the person at the terminal can mend.
 */
export async function serve(): Promise<void> {
  const shutdown = shutdownOnSignal(() => starting)
  const starting = start(shutdown)
  try {
    await starting
  } catch (error) {
    // A signal during the start waits for it to end, and then closes by itself
    if (shutdown.isAsked()) return
    await shutdown.run()
    throw error
  }
}

async function start(shutdown: Shutdown): Promise<void> {
  const { HOST, PORT, APP_URL, NODE_ENV, ROSTER_DATA_DIR, ROSTER_TRUSTED_PROXIES } = env()
  const isDevelopment = NODE_ENV === 'development'
  const dataDir = makeDataDirectory(ROSTER_DATA_DIR)
  shutdown.add(await lockDataDirectory(dataDir))

  let pages: Pages | null = null
  let isOpen = false
  const state = (): DoorState => (door.isDraining() ? 'draining' : isOpen ? 'open' : 'starting')
  const toPages: Handler = (request, response) =>
    isOpen && pages ? pages.handle(request, response) : sendStarting(response)
  const door: FrontDoor = createFrontDoor({
    api: apiHandler(state),
    pages: toPages,
    ...(isDevelopment ? {} : { buildFiles: buildFiles('.next/static', toPages) }),
    upgrade: isDevelopment ? (request, socket, head) => pages?.upgrade(request, socket, head) : undefined,
    appUrl: APP_URL,
    trustedProxies: ROSTER_TRUSTED_PROXIES,
    isDevelopment,
    hasTestClock: env().ROSTER_TEST_CLOCK === 'on',
    onDrain: endStreams,
  })
  // First of all, as a port that is taken is the likeliest reason not to start
  const port = await door.listen(PORT, HOST).catch((error: unknown) => {
    throw explained(error, HOST, PORT)
  })
  const publicAddress = APP_URL ?? `http://${nameOf(HOST)}:${port}`
  shutdown.add(() => door.drain())

  logConsole()
  shutdown.add(await startTracing(version))
  await provideDatabase(dataDir, shutdown)
  const link = await onceDatabaseIsThere(shutdown, async () => {
    const { ownerUrl, webRole } = databaseRoles()
    await migrate(ownerUrl, webRole)
    await createFirstAdministratorFromEnv()
    return setUpLink(publicAddress)
  })
  startProcessFigures(dataDir)
  await recordStart()
  shutdown.add(recordStop)
  // Closed after the pages and before the database, so that the last second is kept too
  shutdown.add(startRecorder())
  startLive()
  eventFeed().start()
  shutdown.add(() => eventFeed().stop())
  shutdown.add(startAlerts())
  pages = await startPages(port, nameOf(HOST), isDevelopment)
  shutdown.add(pages.close)
  // Once more, as the first to be closed from now on
  shutdown.add(() => door.drain())
  isOpen = true

  say(`Roster is ready at ${publicAddress}`)
  if (link !== null) say(`Make the first administrator at ${link}`)
}

/** Gives the process a database: that of DATABASE_URL, else the embedded one, with secrets kept beside it. */
async function provideDatabase(dataDir: string, shutdown: Shutdown): Promise<void> {
  if (env().DATABASE_URL === undefined) {
    const postgres = await startEmbeddedPostgres({ dataDir, log: (message, facts) => log().info(facts ?? {}, message) })
    shutdown.add(() => postgres.stop())
    provideEnv({
      DATABASE_URL: postgres.webUrl,
      DATABASE_OWNER_URL: postgres.ownerUrl,
      AUTH_SECRET: env().AUTH_SECRET ?? keptSecret(dataDir, 'auth', 33),
    })
  }
  shutdown.add(closeDatabase)
}

/** A database that is away at the start is waited for, as it would be later; until then health says "not ready". */
async function onceDatabaseIsThere<Result>(shutdown: Shutdown, work: () => Promise<Result>): Promise<Result> {
  for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, 4000)) {
    try {
      return await work()
    } catch (error) {
      if (appErrorOf(error)?.code !== 'unavailable' || shutdown.isAsked()) throw error
      log().warn({ err: error }, 'waiting for the database')
      await sleep(waitMs)
    }
  }
}

/** For people and for our own requests: a server that listens everywhere is reached at localhost. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function explained(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} of ${host} is taken: set PORT to another one.`)
  if (code === 'EACCES') return new StartError(`Port ${port} may not be opened by this user: set PORT to 1024 or more.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new StartError(`HOST ${host} is no address of this machine.`)
  }
  return error
}

/** For the person at the terminal; the log has lines of its own. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
