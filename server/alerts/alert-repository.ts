import { and, asc, desc, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { alertRules, alerts } from '@/drizzle/schema'
import {
  type AlertCursor,
  type AlertPage,
  type AlertQuery,
  type OpenAlert,
  writeAlertCursor,
} from '@/server/alerts/alert'
import type { RuleKey, Severity } from '@/server/alerts/rule'
import type { Database } from '@/server/platform/database'

export type NewAlert = typeof alerts.$inferInsert & { rule: RuleKey; severity: Severity }

const columns = {
  id: alerts.id,
  rule: sql<RuleKey>`${alerts.rule}`,
  severity: sql<Severity>`${alerts.severity}`,
  isTest: alerts.isTest,
  threshold: alerts.threshold,
  forSeconds: alerts.forSeconds,
  beganAt: alerts.beganAt,
  firedAt: alerts.firedAt,
  figure: alerts.figure,
  worst: alerts.worst,
  instance: alerts.instance,
  acknowledgedAt: alerts.acknowledgedAt,
  acknowledgedBy: alerts.acknowledgedBy,
  resolvedAt: alerts.resolvedAt,
  resolvedFigure: alerts.resolvedFigure,
}
const isOpen = and(isNull(alerts.resolvedAt), eq(alerts.isTest, false))

export function alertRepository(db: Database) {
  const find = (now: Date, where: SQL | undefined, limit: number, isAscending = false): Promise<OpenAlert[]> =>
    db
      .select({ ...columns, isSilenced: sql<boolean>`coalesce(${alertRules.silencedUntil} > ${now}, false)` })
      .from(alerts)
      .leftJoin(alertRules, eq(alertRules.rule, alerts.rule))
      .where(where)
      // Ids begin with the time they were made at
      .orderBy(isAscending ? asc(alerts.id) : desc(alerts.id))
      .limit(limit)

  return {
    /** Newest first, by keyset. */
    async findPage({ isOpen: onlyOpen, limit, cursor }: AlertQuery, now: Date): Promise<AlertPage> {
      const asked = onlyOpen ? isOpen : undefined
      const found = await find(now, and(asked, beyond(cursor)), limit + 1, cursor?.towards === 'newer')
      // Paging back has reached the top with less than a page: show the whole first page instead
      if (cursor?.towards === 'newer' && found.length <= limit) {
        return toPage(await find(now, asked, limit + 1), limit, null)
      }
      return toPage(found, limit, cursor)
    },

    async findById(id: string, now: Date): Promise<OpenAlert | null> {
      return (await find(now, eq(alerts.id, id), 1))[0] ?? null
    },

    async lock(id: string) {
      const [row] = await db.select(columns).from(alerts).where(eq(alerts.id, id)).for('update')
      return row ?? null
    },

    async findOpen(now: Date): Promise<OpenAlert[]> {
      return find(now, isOpen, 100)
    },

    /** Answers whether there was no open one of this rule: the unique index has the last word. */
    async insert(alert: NewAlert): Promise<boolean> {
      const { rowCount } = await db.insert(alerts).values(alert).onConflictDoNothing()
      return rowCount === 1
    },

    async keepWorst(id: string, worst: number): Promise<void> {
      await db.update(alerts).set({ worst }).where(eq(alerts.id, id))
    },

    async acknowledge(id: string, at: Date, by: string): Promise<void> {
      await db.update(alerts).set({ acknowledgedAt: at, acknowledgedBy: by }).where(eq(alerts.id, id))
    },

    async resolve(id: string, at: Date, figure: number | null): Promise<void> {
      await db.update(alerts).set({ resolvedAt: at, resolvedFigure: figure }).where(eq(alerts.id, id))
    },
  }
}

function beyond(cursor: AlertCursor | null): SQL | undefined {
  if (cursor === null) return undefined
  return cursor.towards === 'older' ? lt(alerts.id, cursor.id) : gt(alerts.id, cursor.id)
}

function toPage(found: OpenAlert[], limit: number, cursor: AlertCursor | null): AlertPage {
  const hasMore = found.length > limit
  const rows = found.slice(0, limit)
  const isNewer = cursor?.towards === 'newer'
  if (isNewer) rows.reverse()
  const [first, last] = [rows.at(0), rows.at(-1)]
  return {
    alerts: rows,
    next: last && (isNewer || hasMore) ? writeAlertCursor({ towards: 'older', id: last.id }) : null,
    previous: first && (isNewer ? hasMore : cursor) ? writeAlertCursor({ towards: 'newer', id: first.id }) : null,
    limit,
  }
}
