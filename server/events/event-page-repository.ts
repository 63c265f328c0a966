import { and, asc, eq, gt, gte, ilike, inArray, lt, or, type SQL } from 'drizzle-orm'
import { events, users } from '@/drizzle/schema'
import type { Event } from '@/server/events/event'
import { type EventCursor, type EventFilter, type EventQuery, writeEventCursor } from '@/server/events/event-filter'
import { findEvents } from '@/server/events/event-rows-repository'
import type { Database } from '@/server/platform/database'
import { canonicalEmail } from '@/server/users/email'

export type EventPage = { events: Event[]; next: string | null; previous: string | null; limit: number }

/** The audit log by keyset: `seq` is the order in which events were written, so any page costs the same. */
export function eventPageRepository(db: Database) {
  return {
    async find(query: EventQuery, cursor: EventCursor | null): Promise<EventPage> {
      const isAsked = await matches(db, query)
      const found = await findRows(db, isAsked, query.limit + 1, cursor)
      const isNewer = cursor?.towards === 'newer'
      // Paging back has reached the top with less than a page: show the whole first page instead
      if (isNewer && found.length <= query.limit) {
        return toPage(await findRows(db, isAsked, query.limit + 1, null), query.limit, null)
      }
      return toPage(found, query.limit, cursor)
    },

    /** All that match, newest first and `size` at a time, in memory that does not grow: each is a statement of its own. */
    async *batches(filter: EventFilter, size: number): AsyncGenerator<Event[]> {
      const isAsked = await matches(db, filter)
      let cursor: EventCursor | null = null
      for (;;) {
        const batch: Event[] = await findRows(db, isAsked, size, cursor)
        const last = batch.at(-1)
        if (!last) return
        yield batch
        if (batch.length < size) return
        cursor = { towards: 'older', seq: last.seq }
      }
    },
  }
}

function toPage(found: Event[], limit: number, cursor: EventCursor | null): EventPage {
  const hasMore = found.length > limit
  const rows = found.slice(0, limit)
  const isNewer = cursor?.towards === 'newer'
  if (isNewer) rows.reverse()
  const first = rows.at(0)
  const last = rows.at(-1)
  return {
    events: rows,
    next: last && (isNewer || hasMore) ? writeEventCursor({ towards: 'older', seq: last.seq }) : null,
    previous: first && (isNewer ? hasMore : cursor) ? writeEventCursor({ towards: 'newer', seq: first.seq }) : null,
    limit,
  }
}

function findRows(db: Database, isAsked: SQL | undefined, limit: number, cursor: EventCursor | null): Promise<Event[]> {
  if (cursor === null) return findEvents(db, isAsked, limit)
  if (cursor.towards === 'older') return findEvents(db, and(isAsked, lt(events.seq, cursor.seq)), limit)
  return findEvents(db, and(isAsked, gt(events.seq, cursor.seq)), limit, asc(events.seq))
}

async function matches(db: Database, filter: EventFilter): Promise<SQL | undefined> {
  const [actorIds, subjectIds] = await Promise.all([idsOf(db, filter.actor), idsOf(db, filter.subject)])
  return and(
    isParty(events.actorId, events.actorLabel, filter.actor, actorIds),
    isParty(events.subjectId, events.subjectLabel, filter.subject, subjectIds),
    filter.action.length > 0 ? inArray(events.action, filter.action) : undefined,
    filter.via.length > 0 ? inArray(events.via, filter.via) : undefined,
    filter.outcome.length > 0 ? inArray(events.outcome, filter.outcome) : undefined,
    filter.from ? gte(events.createdAt, filter.from) : undefined,
    filter.to ? lt(events.createdAt, filter.to) : undefined,
    filter.request === '' ? undefined : eq(events.requestId, filter.request),
  )
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whom the text means by its id, or by the address they have now: events of before may hold another one. */
async function idsOf(db: Database, text: string): Promise<string[]> {
  if (uuid.test(text)) return [text.toLowerCase()]
  if (!/^[^@\s]+@[^@\s]+$/.test(text)) return []
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.emailCanonical, canonicalEmail(text)))
    .limit(20)
  return rows.map(({ id }) => id)
}

function isParty(
  id: typeof events.actorId | typeof events.subjectId,
  label: typeof events.actorLabel | typeof events.subjectLabel,
  text: string,
  ids: string[],
): SQL | undefined {
  if (text === '') return undefined
  const hasId = ids.length > 0 ? inArray(id, ids) : undefined
  return uuid.test(text) ? hasId : or(hasId, ...patternsOf(text).map((pattern) => ilike(label, pattern)))
}

/**
 * Anywhere in the label. One or two letters only where a name or address begins: the index knows three in a row, or the
 * beginnings of words, and a search without it would read the whole log.
 */
function patternsOf(text: string): string[] {
  const plain = text.replace(/[\\%_]/g, '\\$&')
  return text.length > 2 ? [`%${plain}%`] : [`${plain}%`, `% ${plain}%`, `%<${plain}%`]
}
