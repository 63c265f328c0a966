import { and, asc, eq, gte, inArray, lt, lte, not, or, type SQL, sql } from 'drizzle-orm'
import { events, followers } from '@/drizzle/schema'
import type { Event } from '@/server/events/event'
import { findEvents } from '@/server/events/event-rows-repository'
import { type Position, parseSnapshot, startingAt } from '@/server/events/position'
import type { Database } from '@/server/platform/database'

/** Where followers are, and what has been committed since. */
export function eventFeedRepository(db: Database) {
  return {
    /** What is committed at this moment, in this database of this cluster. Fails on a standby, which does not know. */
    async now(): Promise<Position> {
      const { rows } = await db.execute<{ snapshot: string; database: string; standby: boolean }>(sql`
        select pg_current_snapshot()::text as snapshot, pg_is_in_recovery() as standby,
          (select system_identifier from pg_control_system())
          || '-' || (select oid from pg_database where datname = current_database()) as database`)
      const [row] = rows
      if (!row || row.standby) throw new Error('events can be followed on the primary only')
      return startingAt(row.database, row.snapshot)
    },

    /** What `to` sees and `from` does not, oldest first. */
    find: (from: Position, to: Position, limit: number): Promise<Event[]> =>
      findEvents(db, isBetween(from, to), limit, asc(events.seq)),

    async findPosition(name: string): Promise<Position | null> {
      const [row] = await db.select({ position: followers.position }).from(followers).where(eq(followers.name, name))
      return (row?.position as Position | undefined) ?? null
    },

    /** Null while another instance works for this follower. */
    async lockPosition(name: string): Promise<Position | null> {
      const [row] = await db
        .select({ position: followers.position })
        .from(followers)
        .where(eq(followers.name, name))
        .for('update', { skipLocked: true })
      return (row?.position as Position | undefined) ?? null
    },

    /** The first one counts: two instances may both find that there is none. */
    async insertPosition(name: string, position: Position, updatedAt: Date): Promise<void> {
      await db.insert(followers).values({ name, position, updatedAt }).onConflictDoNothing()
    },

    async savePosition(name: string, position: Position, updatedAt: Date): Promise<void> {
      await db.update(followers).set({ position, updatedAt }).where(eq(followers.name, name))
    },
  }
}

/**
 * First the few that the index finds, then exactly: of what was written by transactions that began since, or that were
 * open then and no longer are. One that is open for hours, here or in another database of the cluster, costs nothing.
 */
export function isBetween(from: Position, to: Position): SQL | undefined {
  const then = parseSnapshot(from.done)
  const now = parseSnapshot(to.target ?? to.done)
  const stillOpen = new Set(now.open)
  const ended = then.open.filter((transaction) => !stillOpen.has(transaction))
  const isLater = and(gte(events.transaction, String(then.xmax)), lt(events.transaction, String(now.xmax)))
  const isCandidate = ended.length > 0 ? or(isLater, inArray(events.transaction, ended)) : isLater
  return and(isCandidate, isSeenBy(to), not(isSeenBy(from)))
}

function isSeenBy({ done, target, seq }: Position): SQL {
  const byDone = isVisible(done)
  return target === null ? byDone : sql`(${byDone} or (${lte(events.seq, seq)} and ${isVisible(target)}))`
}

const isVisible = (snapshot: string) => sql`pg_visible_in_snapshot(${events.transaction}, ${snapshot}::pg_snapshot)`
