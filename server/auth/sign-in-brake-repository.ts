import { and, eq, gt, inArray, isNull, like, lt, lte, not, or, sql } from 'drizzle-orm'
import { signInBrakes as brakes } from '@/drizzle/schema'
import type { Database } from '@/server/platform/database'

/** `limit` tries within `windowSeconds`. */
export type Limit = { limit: number; windowSeconds: number }
export type Taken = { isAllowed: boolean; blockedUntil: Date | null }

const { key, tokens, updatedAt, blockedUntil, refused, refusedSince } = brakes

/**
 * What all instances count together. Each brake is one statement that asks and takes at once: had it read first and
 * written later, tries that come at the same moment would all pass.
 */
export function signInBrakeRepository(db: Database) {
  return {
    /**
     * A token bucket that refills with time. Refused: nothing is taken, and `blockedUntil` says when the next token is
     * there; allowed: it is null.
     */
    async takeToken(name: string, { limit, windowSeconds }: Limit, now: Date): Promise<Taken> {
      const perSecond = sql`${limit}::float8 / ${windowSeconds}::float8`
      const elapsed = sql`greatest(0, extract(epoch from ${now}::timestamptz - ${updatedAt}))::float8`
      const filled = sql`least(${limit}::float8, ${tokens} + ${elapsed} * ${perSecond})`
      const [row] = await db
        .insert(brakes)
        .values({ key: name, tokens: limit - 1, updatedAt: now })
        .onConflictDoUpdate({
          target: key,
          set: {
            tokens: sql`case when ${filled} >= 1 then ${filled} - 1 else ${filled} end`,
            updatedAt: sql`greatest(${updatedAt}, ${now}::timestamptz)`,
            blockedUntil: sql`case when ${filled} < 1
              then ${now}::timestamptz + make_interval(secs => (1 - ${filled}) / (${perSecond})) end`,
          },
        })
        .returning({ blockedUntil })
      if (!row) throw new Error('a brake was not returned')
      return { isAllowed: row.blockedUntil === null, blockedUntil: row.blockedUntil }
    },

    /**
     * Counts tries from the first one on. The last one that is allowed begins the block, which opens by itself after
     * one window with all tries given back; what comes meanwhile is not counted and does not prolong it. It leaves a
     * mark (-1), by which the answer of the same statement tells a refused try from the last allowed one.
     */
    async takeTry(name: string, { limit, windowSeconds }: Limit, now: Date): Promise<Taken> {
      const window = sql`make_interval(secs => ${windowSeconds})`
      const until = sql`${now}::timestamptz + ${window}`
      const isBlocked = sql`coalesce(${blockedUntil} > ${now}::timestamptz, false)`
      const isNew = sql`${blockedUntil} is not null or ${updatedAt} + ${window} <= ${now}::timestamptz`
      const left = sql`(case when ${isNew} then ${limit}::float8 else least(${limit}::float8, ${tokens}) end)`
      const [row] = await db
        .insert(brakes)
        .values({ key: name, tokens: limit - 1, updatedAt: now, blockedUntil: limit > 1 ? null : until })
        .onConflictDoUpdate({
          target: key,
          set: {
            tokens: sql`case when ${isBlocked} then -1 else ${left} - 1 end`,
            updatedAt: sql`case when not ${isBlocked} and (${isNew}) then ${now}::timestamptz else ${updatedAt} end`,
            blockedUntil: sql`case when ${isBlocked} then ${blockedUntil} when ${left} - 1 < 1 then ${until} end`,
          },
        })
        .returning({ tokens, blockedUntil })
      if (!row) throw new Error('a brake was not returned')
      return { isAllowed: row.tokens >= 0, blockedUntil: row.blockedUntil }
    },

    /** What was taken for a try that was none after all; opens the block that it began. */
    async giveBack(names: string[], limit: number): Promise<void> {
      await db
        .update(brakes)
        .set({ tokens: sql`least(${limit}::float8, greatest(0, ${tokens}) + 1)`, blockedUntil: null })
        .where(inArray(key, names))
    },

    async forget(names: string[]): Promise<void> {
      await db.delete(brakes).where(inArray(key, names))
    },

    /** Only that it was, and when last: for what is known and not counted. */
    async remember(name: string, now: Date): Promise<void> {
      await db
        .insert(brakes)
        .values({ key: name, tokens: 0, updatedAt: now })
        .onConflictDoUpdate({ target: key, set: { updatedAt: now } })
    },

    async isRemembered(name: string, since: Date): Promise<boolean> {
      const [row] = await db
        .select({ key })
        .from(brakes)
        .where(and(eq(key, name), gt(updatedAt, since)))
      return row !== undefined
    },

    /**
     * Counts a refusal. Answers how many there were since the last answer, this one included, or 0 when the last
     * answer was after `since`: then they are kept for the next. Below zero stands what has been told.
     */
    async countRefusal(name: string, since: Date, now: Date): Promise<number> {
      const isDue = or(isNull(refusedSince), lte(refusedSince, since))
      const [row] = await db
        .update(brakes)
        .set({
          refused: sql`case when ${isDue} then -1 else 1 end * (greatest(0, ${refused}) + 1)`,
          refusedSince: sql`case when ${isDue} then ${now}::timestamptz else ${refusedSince} end`,
        })
        .where(eq(key, name))
        .returning({ refused })
      return Math.max(0, -(row?.refused ?? 0))
    },

    /** The refusals that nobody was told of since `since`, each once. */
    async takeUntold(since: Date, now: Date): Promise<{ name: string; refusals: number }[]> {
      const rows = await db
        .update(brakes)
        .set({ refused: sql`-${refused}`, refusedSince: now })
        .where(and(gt(refused, 0), lte(refusedSince, since)))
        .returning({ name: key, refused })
      return rows.map((row) => ({ name: row.name, refusals: -row.refused }))
    },

    /** Clears away what no longer holds anybody back, except where `prefix` says that it is kept longer. */
    async deleteUnused(since: Date, prefix: string, keptSince: Date): Promise<void> {
      const isKept = like(key, `${prefix}%`)
      await db
        .delete(brakes)
        .where(and(lte(refused, 0), or(and(not(isKept), lt(updatedAt, since)), and(isKept, lt(updatedAt, keptSince)))))
    },
  }
}
