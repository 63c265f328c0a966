import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { StartError } from '@/server/platform/start-error'
import { grantToWebRole } from './grants'

/** Beside this file, and as far from the bundle in dist/ */
export const migrationsFolder = fileURLToPath(new URL('../drizzle/migrations', import.meta.url))
const oldestServer = 150_000

/** Any number that nobody else locks: instances that start at once migrate one after the other. */
export const migrationLockKey = 7_263_501
export const migrationTimeoutMs = 300_000

/**
 * Brings the database up to this version of Roster, as its owner, and gives the web role its rights (none to give where
 * `webRole` is null, because the owner itself serves).
 *
 * Fails with a StartError where the database is too old or the rights do not suffice: trying again is no use. Whatever
 * else goes wrong on the way (database away, connection lost) passes through as it is, and may be tried again.
 */
export async function migrate(ownerUrl: string, webRole: string | null): Promise<void> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'roster migrate',
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await checkVersion(client)
    await client.query(`set lock_timeout = ${migrationTimeoutMs}`)
    await client.query('select pg_advisory_lock($1)', [migrationLockKey])
    await runMigrations(drizzle(client), { migrationsFolder })
    // The audit log's months; a server that is not restarted for longer writes to the default partition
    await client.query('select make_month_partitions(12)')
    await client.query('select keep_performance(now())')
    if (webRole !== null) await grantToWebRole(client, webRole)
  } catch (error) {
    throw explained(error, client)
  } finally {
    // Also lets go of the lock
    await client.end().catch(() => {})
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
  )
  const version = rows[0]
  if (version && version.number < oldestServer) {
    throw new StartError(`Roster needs PostgreSQL 15 or newer; the server of DATABASE_URL is ${version.name}`)
  }
}

/** Turns what the operator can mend into a line for them. Drizzle wraps the database's own error as `cause`. */
function explained(error: unknown, client: pg.Client): unknown {
  if (error instanceof StartError) return error
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? cause.code : ''
  const role = `The role ${client.user} of database ${client.database}`
  if (code === '42501') return new StartError(`${role} lacks a right that migrating needs: ${message(cause)}`)
  if (code === '28P01' || code === '28000') return new StartError(`${role} was not let in: ${message(cause)}`)
  if (code === '3D000') return new StartError(`The database ${client.database} does not exist`)
  return error
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
