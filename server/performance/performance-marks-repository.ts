import { and, desc, eq, gte, isNull, lt, or } from 'drizzle-orm'
import { alerts } from '@/drizzle/schema'
import type { Database } from '@/server/platform/database'

export type AlertSpan = { id: string; rule: string; beganAt: Date; resolvedAt: Date | null }

export function performanceMarksRepository(db: Database) {
  return {
    /** Those that were on at some moment of a time, newest first; tests of delivery are none. */
    async alerts(from: Date, to: Date, limit: number): Promise<AlertSpan[]> {
      const { id, rule, beganAt, resolvedAt, firedAt, isTest } = alerts
      return db
        .select({ id, rule, beganAt, resolvedAt })
        .from(alerts)
        .where(and(eq(isTest, false), lt(beganAt, to), or(isNull(resolvedAt), gte(resolvedAt, from))))
        .orderBy(desc(firedAt))
        .limit(limit)
    },
  }
}
