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
    const tx = drizzle(client)
    const result = await work(tx)
    const { rows } = await client.query<{ id: string | null; server: string }>(
      'select pg_current_xact_id_if_assigned()::text as id, pg_postmaster_start_time()::text as server',
    )
    const [{ id, server } = { id: null, server: '' }] = rows
    if (id) committing = { id, server, eventId: proofs.get(tx) ?? null, result, sentAt: performance.now() }
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

/** An event that a transaction wrote: it is there exactly when the transaction was committed. */
const proofs = new WeakMap<Database, string>()

/** For those who write events: by this one it can be found out later how the transaction ended. */
export function provenByEvent(tx: Database, eventId: string): void {
  proofs.set(tx, eventId)
}

const lastLookMs = 1000

type Commit<Result> = { id: string; server: string; eventId: string | null; result: Result; sentAt: number }

async function whenCommitted<Result>(commit: Commit<Result>, error: unknown): Promise<Result> {
  // Whoever waits has waited long enough by then; but it is asked at least once
  const deadline = Math.max(commit.sentAt + databaseTimeoutMs, performance.now() + lastLookMs)
  const end = await evenIfNobodyWaits(() => endOf(commit, deadline))
  if (end === 'committed') return commit.result
  if (end === 'aborted') throw error
  throw new AppError(
    'unavailable',
    'The database went away while this was being saved. Load the page again to see whether it was.',
    {},
    { cause: error, retryAfterSeconds: 5 },
  )
}

/**
 * How a transaction ended; "in progress" if the database won’t say by then. After a crash it may give the number of one
 * that was lost to another: then only the event tells, and without one nobody knows.
 */
async function endOf({ id, server, eventId }: Omit<Commit<unknown>, 'result' | 'sentAt'>, deadline: number) {
  const isThere = sql`exists (select from events where id = ${eventId}::uuid)`
  // In this order: one that ends between the two looks is looked at once more
  const asked = sql`select pg_xact_status(${id}::xid8) as end, pg_postmaster_start_time()::text as server,
    ${eventId === null ? sql`null` : isThere} as "isThere"`
  for (let doubts = 0; performance.now() < deadline; ) {
    try {
      const late = sleep(deadline - performance.now(), null)
      const found = await Promise.race([database().execute<Found>(asked), late])
      const [row] = found?.rows ?? []
      if (row?.isThere) return 'committed'
      if (row && row.end !== 'in progress') {
        if (row.isThere === null) return row.server === server || row.end === 'aborted' ? row.end : 'unknown'
        // Ended and not there: not ours, unless it was committed just now
        if (row.end === 'aborted' || doubts++ > 0) return 'aborted'
      }
    } catch (error) {
      // A number that the database has not given yet: it has lost in a crash that it had
      if (isInFuture(error)) return 'aborted'
      if (appErrorOf(error)?.code !== 'unavailable') throw error
    }
    await sleep(100)
  }
  return 'in progress'
}

type Found = { end: string | null; server: string; isThere: boolean | null }

function isInFuture(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === '22023'
}
