import { inspectDatabase, inspectMigrations } from '@/drizzle/inspect-database'
import { migrate } from '@/drizzle/migrate'
import { seedUsers } from '@/drizzle/seed'
import { env, provideEnv } from '@/server/env'
import { log, logToStandardError } from '@/server/log'
import { keptSecret } from '@/server/platform/data-directory'
import { closeDatabase as closePool } from '@/server/platform/database'
import { databaseRoles } from '@/server/platform/database-roles'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/server/platform/embedded-postgres'
import { StartError } from '@/server/platform/start-error'

export type { DatabaseFacts } from '@/drizzle/inspect-database'
export { type DataDirectoryFacts, inspectDataDirectory } from '@/server/platform/inspect-data-directory'

// The one file of the command line that knows where the database comes from

let opening: Promise<EmbeddedPostgres | null> | undefined

/**
 * Gives the process a database: that of DATABASE_URL, else the embedded one, which is joined where the server, or
 * another command, is running it, and started where it is not. May be repeated. Fails with a StartError.
 */
export async function openDatabase(): Promise<void> {
  opening ??= open()
  await opening
}

async function open(): Promise<EmbeddedPostgres | null> {
  const { DATABASE_URL, ROSTER_DATA_DIR: dataDir } = env()
  logToStandardError()
  if (DATABASE_URL !== undefined) return null
  const postgres = await startEmbeddedPostgres({ dataDir, log: (message, facts) => log().info(facts ?? {}, message) })
  provideEnv({
    DATABASE_URL: postgres.webUrl,
    DATABASE_OWNER_URL: postgres.ownerUrl,
    AUTH_SECRET: env().AUTH_SECRET ?? keptSecret(dataDir, 'auth', 33),
  })
  return postgres
}

/**
 * The same, with the tables that this version of Roster needs. The embedded database is migrated as `npm start` would
 * do it; one that others share is not changed by the way: fails with a StartError that says what to do.
 */
export async function openMigratedDatabase(): Promise<void> {
  await openDatabase()
  const { ownerUrl, webRole } = databaseRoles()
  const { state, hasRights } = await inspectMigrations(ownerUrl, webRole)
  if (hasRights && (state === null || state.pending.length === 0)) return
  if ((await opening) === null) {
    throw new StartError('The database is not up to date with this version of Roster. First run: roster migrate')
  }
  await migrateDatabase()
}

/** Fails with a StartError where rights do not suffice or the server is too old. */
export async function migrateDatabase(): Promise<string[]> {
  const { ownerUrl, webRole } = databaseRoles()
  const before = await inspectMigrations(ownerUrl, null)
  await migrate(ownerUrl, webRole)
  return before.state?.pending ?? []
}

/** Answers how many people were made; `tell` hears how many are there on the way. */
export async function seedDatabase(total: number, tell: (done: number) => void): Promise<number> {
  return seedUsers(databaseRoles().ownerUrl, total, tell)
}

export async function inspectOpenDatabase() {
  const { ownerUrl, webUrl } = databaseRoles()
  return inspectDatabase(ownerUrl, webUrl)
}

/** Lets go of the database; the last one out stops the embedded one. Nothing to do where it was never opened. */
export async function closeDatabase(): Promise<void> {
  const postgres = await opening?.catch(() => undefined)
  if (postgres === undefined) return
  await closePool()
  await postgres?.stop()
}

/** The same at once: what is under way is cut, and rolled back by the database. */
export async function abandonDatabase(): Promise<void> {
  const postgres = await opening?.catch(() => null)
  await postgres?.stop()
}
