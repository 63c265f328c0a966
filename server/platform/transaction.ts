import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { evenIfNobodyWaits } from '@/server/caller'
import { AppError, appErrorOf } from '@/server/errors'
import { type Database, database, databaseTimeoutMs, takeConnection } from '@/server/platform/database'

/**
 * Does all of `work` or nothing. When the connection is lost while the commit is under way, its end is looked up, so
 * that "nothing was changed" is never said of what was; only where that can't be found out in time, the message says
 * that it is not known.
 *
 * Drizzle's own `transaction` is not used: in 0.45 a connection that dies before `begin` is never given back, and ten
 * of them empty the pool for good; see docs/decisions/0001-pg-under-drizzle.md.
 */
export async function inTransaction<Result>(work: (tx: Database) => Promise<Result>): Promise<Result> {
  const client = await takeConnection()
  let isBroken = false
  let committing: Commit<Result> | undefined
  try {
    await client.query('begin')
    const result = await work(drizzle(client))
    const { rows } = await client.query<{ id: string | null }>('select pg_current_xact_id_if_assigned()::text as id')
    const id = rows[0]?.id
    if (id) committing = { id, result, sentAt: performance.now() }
    await client.query('commit')
    return result
  } catch (error) {
    // Closing the connection rolls back too, and nobody waits for an answer that may never come
    isBroken = appErrorOf(error)?.code === 'unavailable'
    if (isBroken && committing) return await whenCommitted(committing, error)
    if (!isBroken) await client.query('rollback').catch(() => (isBroken = true))
    throw error
  } finally {
    client.release(isBroken)
  }
}

const lastLookMs = 1000

type Commit<Result> = { id: string; result: Result; sentAt: number }

async function whenCommitted<Result>(commit: Commit<Result>, error: unknown): Promise<Result> {
  // Whoever waits has waited long enough by then; but it is asked at least once
  const deadline = Math.max(commit.sentAt + databaseTimeoutMs, performance.now() + lastLookMs)
  const end = await evenIfNobodyWaits(() => endOf(commit.id, deadline))
  if (end === 'committed') return commit.result
  if (end === 'aborted') throw error
  throw new AppError(
    'unavailable',
    'The database went away while this was being saved. Load the page again to see whether it was.',
    {},
    { cause: error, retryAfterSeconds: 5 },
  )
}

/** How a transaction ended, as the database itself knows, also after a crash; "in progress" if it won’t say by then. */
async function endOf(id: string, deadline: number): Promise<string> {
  const asked = sql`select pg_xact_status(${id}::xid8) as end`
  while (performance.now() < deadline) {
    try {
      const late = sleep(deadline - performance.now(), null)
      const found = await Promise.race([database().execute<{ end: string | null }>(asked), late])
      const end = found?.rows[0]?.end ?? (found ? 'unknown' : 'in progress')
      if (end !== 'in progress') return end
    } catch (error) {
      if (appErrorOf(error)?.code !== 'unavailable') throw error
    }
    await sleep(100)
  }
  return 'in progress'
}
