import { and, eq, gte, lt, sql } from 'drizzle-orm'
import { followers, performanceWindows as windows } from '@/drizzle/schema'
import type { RuleKey } from '@/server/alerts/rule'
import type { Watching } from '@/server/alerts/watching'
import type { Figures } from '@/server/performance/figures'
import type { Database } from '@/server/platform/database'

/** Up to which second the rules were looked at, what is remembered of each, and which open alerts nobody was told of. */
export type WatchPosition = {
  second: number
  rules: Partial<Record<RuleKey, Watching>>
  untold: string[]
  waitingSince: number | null
}

const name = 'alerts'
const lockKey = 7_263_503

/** What one instance measured in one second (since 1970). */
export type MeasuredSecond = { second: number; instance: string; figures: Figures }

export function watchRepository(db: Database) {
  return {
    /** Whether nobody else is at it; until the transaction ends, also by the death of whoever had it. */
    async isMine(): Promise<boolean> {
      const { rows } = await db.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${lockKey}) as mine`)
      return rows[0]?.mine === true
    },

    async findPosition(): Promise<WatchPosition | null> {
      const [row] = await db.select({ position: followers.position }).from(followers).where(eq(followers.name, name))
      // Nobody else writes it
      return row ? (row.position as WatchPosition) : null
    },

    async keepPosition(position: WatchPosition, updatedAt: Date): Promise<void> {
      await db
        .insert(followers)
        .values({ name, position, updatedAt })
        .onConflictDoUpdate({ target: followers.name, set: { position, updatedAt } })
    },

    /** From `from` on and before `to`, in seconds since 1970. */
    async findSeconds(from: number, to: number): Promise<MeasuredSecond[]> {
      const rows = await db
        .select({ at: windows.at, instance: windows.instance, summary: windows.summary, signIns })
        .from(windows)
        .where(and(eq(windows.step, 1), gte(windows.at, dateOf(from)), lt(windows.at, dateOf(to))))
        .orderBy(windows.at)
      return rows.map(({ at, instance, summary, signIns: details }) => ({
        second: Math.floor(at.getTime() / 1000),
        instance,
        figures: { ...summary, timers: { ...summary.timers, ...present(details ?? {}) } },
      }))
    },
  }
}

/** How sign-ins end stands with the labels, of which nothing else is looked at. */
const signIns = sql<Record<string, Figures['timers'][string] | null> | null>`json_build_object(
  'sign-in|done', ${windows.details} -> 'timers' -> 'sign-in|done',
  'sign-in|refused', ${windows.details} -> 'timers' -> 'sign-in|refused',
  'sign-in|failed', ${windows.details} -> 'timers' -> 'sign-in|failed')`

function present<Value>(all: Record<string, Value | null>): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Value] => entry[1] !== null))
}

function dateOf(second: number): Date {
  return new Date(second * 1000)
}
