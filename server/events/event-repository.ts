import { and, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm'
import { changes, events } from '@/drizzle/schema'
import type { Event } from '@/server/events/event'
import { findEvents } from '@/server/events/event-rows-repository'
import type { Database } from '@/server/platform/database'

export type NewEvent = typeof events.$inferInsert
export type NewChange = typeof changes.$inferInsert

/** Insert and read: neither table is ever updated or deleted from. Only the event service writes here. */
export function eventRepository(db: Database) {
  return {
    async insert(event: NewEvent, eventChanges: NewChange[]): Promise<void> {
      await db.insert(events).values(event)
      if (eventChanges.length > 0) await db.insert(changes).values(eventChanges)
    },

    async findById(id: string): Promise<Event | null> {
      const [event] = await findEvents(db, eq(events.id, id), 1)
      return event ?? null
    },

    /** Newest first; `beforeSeq` continues after an earlier page. */
    async listBySubject(subjectId: string, limit: number, beforeSeq?: number): Promise<Event[]> {
      const isAsked = and(eq(events.subjectId, subjectId), beforeSeq ? lt(events.seq, beforeSeq) : undefined)
      return findEvents(db, isAsked, limit)
    },

    /** The field changes of one subject that were made after `version`, oldest first. */
    async changesSince(subjectId: string, version: number) {
      return db
        .select({
          version: changes.version,
          before: changes.before,
          after: changes.after,
          createdAt: changes.createdAt,
          actorLabel: events.actorLabel,
        })
        .from(changes)
        .innerJoin(events, and(eq(events.id, changes.eventId), eq(events.createdAt, changes.createdAt)))
        .where(and(eq(changes.subjectId, subjectId), gt(changes.version, version)))
        .orderBy(changes.version)
    },

    /** When a field of one subject was last written, and by whom; null when no change names it. */
    async lastChangeOf(subjectId: string, field: string) {
      return findChange(db, and(eq(changes.subjectId, subjectId), sql`${changes.after} ? ${field}`))
    },

    async firstChange(subjectId: string) {
      return findChange(db, and(eq(changes.subjectId, subjectId), eq(changes.version, 1)))
    },
  }
}

async function findChange(db: Database, where: SQL | undefined) {
  const [row] = await db
    .select({ at: changes.createdAt, by: events.actorLabel, reason: events.reason })
    .from(changes)
    .innerJoin(events, and(eq(events.id, changes.eventId), eq(events.createdAt, changes.createdAt)))
    .where(where)
    .orderBy(desc(changes.version))
    .limit(1)
  return row ?? null
}
