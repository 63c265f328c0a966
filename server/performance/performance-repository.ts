import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, asc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { performanceWindows } from '@/drizzle/schema'
import { emptyFigures, type Figures } from '@/server/performance/figures'
import { type StoredStep, splitFigures, type Window } from '@/server/performance/window'
import type { Database } from '@/server/platform/database'

/** `details` is empty where they were not asked for. */
export type InstanceWindow = { at: number; instance: string; summary: Figures; details: Figures }
export type Seen = { at: number; instance: string }
type Stretch = { step: StoredStep; from: number; to: number; instance?: string | undefined }

const { step, at, instance, summary, details } = performanceWindows
const chunkRows = 100
const heavyChunkRows = 16
/** So long at most somebody else waits for what is read here. */
const sliceMs = 8

/** What instances measured. Times are in seconds since 1970. */
export function performanceRepository(db: Database) {
  return {
    /** In one statement; what is there already is replaced. Fails where there is no partition for one of them. */
    async write(name: string, windows: readonly Window[]): Promise<void> {
      await db
        .insert(performanceWindows)
        .values(
          windows.map((window) => ({
            step: window.step,
            at: timeOf(window.at),
            instance: name,
            ...splitFigures(window.figures),
          })),
        )
        .onConflictDoUpdate({
          target: [step, at, instance],
          set: { summary: sql`excluded.summary`, details: sql`excluded.details` },
        })
    },

    /** Makes the partitions that are needed soon, and drops those that are over. */
    async keep(now: Date): Promise<void> {
      await db.execute(sql`select keep_performance(${now.toISOString()}::timestamptz)`)
    },

    /**
     * Oldest first and a part at a time, so that not all of it is in memory at once. Read as text and made into figures
     * one by one, with pauses: the driver would do so with whatever has arrived, while nobody else has a turn.
     */
    async *read(stretch: Stretch, parts: 'summary' | 'details' | 'both'): AsyncGenerator<InstanceWindow> {
      const [hasSummary, hasDetails] = [parts !== 'details', parts !== 'summary']
      const rowsPerChunk = hasDetails && stretch.step > 10 ? heavyChunkRows : chunkRows
      let after: SQL | undefined
      let beganAt = performance.now()
      for (;;) {
        const rows = await db
          .select({
            at,
            instance,
            summary: hasSummary ? sql<string>`${summary}::text` : sql<string>`''`,
            details: hasDetails ? sql<string>`${details}::text` : sql<string>`''`,
          })
          .from(performanceWindows)
          .where(and(isIn(stretch), after))
          .orderBy(asc(at), asc(instance))
          .limit(rowsPerChunk)
        for (const row of rows) {
          if (performance.now() - beganAt > sliceMs) {
            await nextTurn()
            beganAt = performance.now()
          }
          yield {
            at: row.at.getTime() / 1000,
            instance: row.instance,
            summary: figuresIn(row.summary),
            details: figuresIn(row.details),
          }
        }
        const last = rows.at(-1)
        if (!last || rows.length < rowsPerChunk) return
        after = sql`(${at}, ${instance}) > (${last.at.toISOString()}::timestamptz, ${last.instance})`
      }
    },

    /** Who told something, by name. */
    async instances(stretch: Stretch): Promise<string[]> {
      const rows = await db.selectDistinct({ instance }).from(performanceWindows).where(isIn(stretch))
      return rows.map((row) => row.instance).sort()
    },

    /** The summaries of seconds since `from` that are not among those seen. */
    async unseenSeconds(from: number, seen: readonly Seen[]): Promise<InstanceWindow[]> {
      const times = sql.param(seen.map((each) => timeOf(each.at).toISOString()))
      const names = sql.param(seen.map((each) => each.instance))
      const isSeen = sql`(${at}, ${instance}) in (select * from unnest(${times}::timestamptz[], ${names}::text[]))`
      const rows = await db
        .select({ at, instance, summary })
        .from(performanceWindows)
        .where(and(eq(step, 1), gte(at, timeOf(from)), seen.length > 0 ? sql`not (${isSeen})` : undefined))
        .orderBy(asc(at), asc(instance))
      return rows.map((row) => ({
        at: row.at.getTime() / 1000,
        instance: row.instance,
        summary: row.summary,
        details: emptyFigures,
      }))
    },
  }
}

function isIn({ step: ofStep, from, to, instance: name }: Stretch): SQL | undefined {
  return and(
    eq(step, ofStep),
    gte(at, timeOf(from)),
    lt(at, timeOf(to)),
    name === undefined ? undefined : eq(instance, name),
  )
}

/** Whatever is stored there was written by `write`. */
function figuresIn(text: string): Figures {
  return text === '' ? emptyFigures : JSON.parse(text)
}

function timeOf(seconds: number): Date {
  return new Date(seconds * 1000)
}
