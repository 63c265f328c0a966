import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { env } from '@/server/env'
import { AppError } from '@/server/errors'
import { log } from '@/server/log'
import { watch } from '@/server/measure'
import { AdaptivePool } from '@/server/platform/adaptive-pool'
import { lacksRoom } from '@/server/platform/disk-room'
import { usualLaw } from '@/server/platform/pool-law'
import { processWide } from '@/server/platform/process-wide'

/** The connection pool, or one transaction on it: repositories don't care which. */
export type Database = NodePgDatabase

/** Waiting for a connection, and for an answer, ends after this long with `unavailable`. */
export const databaseTimeoutMs = 5000

type Connection = { pool: AdaptivePool; db: Database }

function connection(): Connection {
  return processWide('database', () => {
    const { ROSTER_POOL_MIN: min, ROSTER_POOL_MAX: max, ROSTER_POOL_INTERVAL_MS: everyMs } = env()
    const pool = new AdaptivePool(
      {
        ...databaseAddress(),
        // Those that a burst has left serve the next one, if it comes soon
        idleTimeoutMillis: 30_000,
      },
      { law: { min, max, ...usualLaw }, everyMs, waitMs: databaseTimeoutMs, doubtAfterMs: 10_000, checkMs: 1000 },
    )
    watchPool(pool)
    pool.once('connect', (client) => void leaveSomeToOthers(pool, client))
    // Without a listener each backend that dies while its client is idle, or in use, would be an uncaught exception
    pool.on('error', (error) => log().warn({ err: error }, 'an idle database connection was lost'))
    pool.on('connect', (client) => {
      client.on('error', (error) => log().warn({ err: error }, 'a database connection was lost'))
    })
    return { pool, db: drizzle(pool) }
  })
}

/** Where the database is, and how long anybody waits for it: the same for every connection of the program that serves. */
export function databaseAddress(): pg.ClientConfig {
  const { DATABASE_URL } = env()
  // Without it, pg would try whatever listens on this machine
  if (DATABASE_URL === undefined) throw new Error('the database was asked for before its address was known')
  return {
    connectionString: DATABASE_URL,
    application_name: 'roster',
    connectionTimeoutMillis: databaseTimeoutMs,
    statement_timeout: databaseTimeoutMs,
    // A frozen server never says that a statement timed out
    query_timeout: databaseTimeoutMs + 500,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  }
}

/** For the command line, the next start’s migrations, and whoever looks for what is wrong. */
const leftToOthers = 5

/** However many connections were configured: the server has only so many, and gives this role no more than its own limit. */
async function leaveSomeToOthers(pool: AdaptivePool, client: pg.PoolClient): Promise<void> {
  const text = `select least(
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
    case when rolconnlimit >= 0 then rolconnlimit end) as most
    from pg_roles where rolname = current_user`
  try {
    const { rows } = await client.query<{ most: number }>(text)
    if (rows[0]) pool.limitTo(rows[0].most - leftToOthers)
  } catch (error) {
    log().warn({ err: error }, 'it could not be found out how many connections the database has')
  }
}

function watchPool(pool: AdaptivePool): void {
  watch('pool.inUse', () => pool.figures.inUse)
  watch('pool.target', () => pool.figures.target)
  watch('pool.size', () => pool.figures.size)
  watch('pool.waiting', () => pool.figures.waiting)
}

export function database(): Database {
  return connection().db
}

/** A connection of one's own. Whoever takes it gives it back with `release`, with the error when it may be broken. */
export async function takeConnection(): Promise<pg.PoolClient> {
  return connection().pool.connect()
}

/** Fails when the database does not answer, and when it can only be read, as a standby or one without room. */
export async function pingDatabase(): Promise<void> {
  const { rows } = await connection().pool.query('select current_setting(\'transaction_read_only\') as "readOnly"')
  const cannotWrite = rows[0]?.readOnly === 'on' ? 'is read-only' : lacksRoom() ? 'has no room left on its disk' : null
  if (cannotWrite) throw new AppError('unavailable', `The database ${cannotWrite}: it can be read, but not written to.`)
}

/** Waits for what is under way, then closes all connections; asked for again, they are made anew. */
export async function closeDatabase(): Promise<void> {
  await connection().pool.end()
  forgetConnection()
}

function forgetConnection(): void {
  Reflect.deleteProperty(globalThis, Symbol.for('roster.database'))
}

/** Everyone who may take away an administrator, or make the first, waits here: before any row lock. */
export const administratorsLock = 7_205_001
