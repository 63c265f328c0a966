import { and, between, desc, inArray, type SQL } from 'drizzle-orm'
import { changes, events } from '@/drizzle/schema'
import type { Event } from '@/server/events/event'
import type { Database } from '@/server/platform/database'

type EventRow = typeof events.$inferSelect
type ChangeRow = typeof changes.$inferSelect

/** Events with their changes, in the order that is asked for: newest first, unless said otherwise. */
export async function findEvents(
  db: Database,
  where: SQL | undefined,
  limit: number,
  order: SQL = desc(events.seq),
): Promise<Event[]> {
  const rows = await db.select().from(events).where(where).orderBy(order).limit(limit)
  if (rows.length === 0) return []
  const changesOf = new Map<string, ChangeRow[]>(rows.map((row) => [row.id, []]))
  for (const change of await findChanges(db, rows)) changesOf.get(change.eventId)?.push(change)
  return rows.map((row) => toEvent(row, changesOf.get(row.id) ?? []))
}

async function findChanges(db: Database, rows: EventRow[]): Promise<ChangeRow[]> {
  const times = rows.map((row) => row.createdAt.getTime())
  const ids = rows.map((row) => row.id)
  // A change has the time of its event: saying so spares the months that hold none of them
  const isThen = between(changes.createdAt, new Date(Math.min(...times)), new Date(Math.max(...times)))
  return db
    .select()
    .from(changes)
    .where(and(inArray(changes.eventId, ids), isThen))
    .orderBy(changes.seq)
}

function toEvent(row: EventRow, rowChanges: ChangeRow[]): Event {
  return {
    id: row.id,
    seq: row.seq,
    createdAt: row.createdAt,
    actorId: row.actorId,
    actorLabel: row.actorLabel,
    via: row.via,
    action: row.action,
    subject:
      row.subjectKind && row.subjectId
        ? { kind: row.subjectKind, id: row.subjectId, label: row.subjectLabel ?? '' }
        : null,
    outcome: row.outcome,
    code: row.code,
    reason: row.reason,
    details: row.details,
    ip: row.ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
    changes: rowChanges.map((change) => ({
      subject: { kind: change.subjectKind, id: change.subjectId, label: change.subjectLabel },
      version: change.version,
      before: change.before,
      after: change.after,
    })),
  }
}
