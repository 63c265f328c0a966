import { and, asc, desc, eq, gt, lt, type SQL } from 'drizzle-orm'
import { changes, events } from '@/drizzle/schema'
import {
  type ChangeCursor,
  type ChangePage,
  type ChangeQuery,
  type ChangeRecord,
  writeChangeCursor,
} from '@/server/events/change'
import type { Database } from '@/server/platform/database'

/** Named one by one, with what the event says of each. */
const columns = {
  eventId: changes.eventId,
  version: changes.version,
  createdAt: changes.createdAt,
  actorId: events.actorId,
  actorLabel: events.actorLabel,
  via: events.via,
  action: events.action,
  reason: events.reason,
  before: changes.before,
  after: changes.after,
  requestId: events.requestId,
}

/** The changes of one record, newest first, by keyset: each has a version of its own, so any page costs the same. */
export function changePageRepository(db: Database) {
  const findRows = (subjectId: string, limit: number, cursor: ChangeCursor | null): Promise<ChangeRecord[]> =>
    db
      .select(columns)
      .from(changes)
      .innerJoin(events, and(eq(events.id, changes.eventId), eq(events.createdAt, changes.createdAt)))
      .where(and(eq(changes.subjectId, subjectId), beyond(cursor)))
      .orderBy(cursor?.towards === 'newer' ? asc(changes.version) : desc(changes.version))
      .limit(limit)

  return {
    async find(subjectId: string, { limit, cursor }: ChangeQuery): Promise<ChangePage> {
      const found = await findRows(subjectId, limit + 1, cursor)
      // Paging back has reached the top with less than a page: show the whole first page instead
      if (cursor?.towards === 'newer' && found.length <= limit) {
        return toPage(await findRows(subjectId, limit + 1, null), limit, null)
      }
      return toPage(found, limit, cursor)
    },
  }
}

function beyond(cursor: ChangeCursor | null): SQL | undefined {
  if (cursor === null) return undefined
  return cursor.towards === 'older' ? lt(changes.version, cursor.version) : gt(changes.version, cursor.version)
}

function toPage(found: ChangeRecord[], limit: number, cursor: ChangeCursor | null): ChangePage {
  const hasMore = found.length > limit
  const isNewer = cursor?.towards === 'newer'
  const rows = isNewer ? found.slice(0, limit).reverse() : found.slice(0, limit)
  const first = rows.at(0)
  const last = rows.at(-1)
  return {
    changes: rows,
    next: last && (isNewer || hasMore) ? writeChangeCursor({ towards: 'older', version: last.version }) : null,
    previous: first && cursor ? writeChangeCursor({ towards: 'newer', version: first.version }) : null,
    limit,
  }
}
