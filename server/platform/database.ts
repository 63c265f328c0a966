import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { processWide } from '@/server/platform/process-wide'

/** The connection pool, or one transaction on it: repositories don't care which. */
export type Database = NodePgDatabase

/** Waiting for a connection, and for an answer, ends after this long with `unavailable`. */
export const databaseTimeoutMs = 5000

type Connection = { pool: pg.Pool; db: Database }

function connection(): Connection {
  return processWide('database', () => {
    const { DATABASE_URL } = env()
    // Without it, pg would try whatever listens on this machine
    if (DATABASE_URL === undefined) throw new Error('the database was asked for before its address was known')
    const pool = new pg.Pool({
      connectionString: DATABASE_URL,
      application_name: 'roster',
      max: 10,
      connectionTimeoutMillis: databaseTimeoutMs,
      statement_timeout: databaseTimeoutMs,
      // A frozen server never says that a statement timed out
      query_timeout: databaseTimeoutMs + 500,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    })
    // Without a listener each backend that dies while its client is idle, or in use, would be an uncaught exception
    pool.on('error', (error) => log().warn({ err: error }, 'an idle database connection was lost'))
    pool.on('connect', (client) => {
      client.on('error', (error) => log().warn({ err: error }, 'a database connection was lost'))
    })
    return { pool, db: drizzle(pool) }
  })
}

export function database(): Database {
  return connection().db
}

/** A connection of one's own. Whoever takes it gives it back with `release`, with the error when it may be broken. */
export async function takeConnection(): Promise<pg.PoolClient> {
  return connection().pool.connect()
}

/** Fails when the database does not answer. */
export async function pingDatabase(): Promise<void> {
  await connection().pool.query('select 1')
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
