import { sql } from 'drizzle-orm'
import type { EventAction } from '@/server/events/event'
import type { Database } from '@/server/platform/database'

/** What somebody did, as often as they did it in one stretch of time. */
export type EventGroup = {
  action: EventAction
  actorId: string | null
  actorLabel: string
  firstAt: Date
  lastAt: Date
  /** About how many different ones, and about whom the last time. */
  subjects: number
  subjectId: string | null
  subjectLabel: string | null
  /** Of the program, where the event tells it. */
  version: string | null
}

export type EventGroupQuery = {
  from: Date
  to: Date
  /** How long a stretch is that counts as one moment. */
  seconds: number
  actions: readonly EventAction[]
  limit: number
}

/** However much happened, no more than so many of the newest are looked at. */
const lookedAtMax = 20_000

type Row = Omit<EventGroup, 'firstAt' | 'lastAt'> & { first: number; last: number }

/** What was done, newest first: of the same by the same in the same stretch one. What people do to themselves is left out. */
export function eventGroupRepository(db: Database) {
  return {
    async find({ from, to, seconds, actions, limit }: EventGroupQuery): Promise<EventGroup[]> {
      const { rows } = await db.execute<Row>(sql`
        with newest as (
          select seq, created_at, action, actor_id, actor_label, subject_id, subject_label, details
          from events
          where created_at >= ${from.toISOString()}::timestamptz and created_at < ${to.toISOString()}::timestamptz
            and action = any(${sql.param([...actions])}::text[]) and outcome = 'done'
            and (actor_id is null or actor_id::text is distinct from subject_id)
          order by created_at desc
          limit ${lookedAtMax}
        )
        select action, actor_id as "actorId", max(actor_label) as "actorLabel", details ->> 'version' as version,
          extract(epoch from min(created_at))::float8 as first, extract(epoch from max(created_at))::float8 as last,
          count(distinct subject_id)::int as subjects,
          (array_agg(subject_id order by seq desc))[1] as "subjectId",
          (array_agg(subject_label order by seq desc))[1] as "subjectLabel"
        from newest
        group by floor(extract(epoch from created_at) / ${seconds}::float8), action, actor_id,
          case when actor_id is null then actor_label end, details ->> 'version'
        order by last desc
        limit ${limit}`)
      return rows.map(({ first, last, ...group }) => ({
        ...group,
        firstAt: new Date(first * 1000),
        lastAt: new Date(last * 1000),
      }))
    },
  }
}
