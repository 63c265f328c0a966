import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { deliveries } from '@/drizzle/schema'
import type { DeliveryOccasion } from '@/server/alerts/webhook'
import type { Database } from '@/server/platform/database'

/** What one is to send, and where. */
export type Claimed = {
  id: string
  alertId: string
  occasion: DeliveryOccasion
  attempts: number
  createdAt: Date
  webhookId: string
  webhookVersion: number
  url: string
  secret: Buffer
}

export function deliveryRepository(db: Database) {
  return {
    /** Written with what it is about. One that is there already stays as it is. */
    async insert(alertId: string, webhookIds: readonly string[], occasion: DeliveryOccasion, now: Date): Promise<void> {
      if (webhookIds.length === 0) return
      const rows = webhookIds.map((webhookId) => {
        return { id: uuidv7(), webhookId, alertId, occasion, nextAt: now, createdAt: now }
      })
      await db.insert(deliveries).values(rows).onConflictDoNothing()
    },

    /** Those who were told, or will be, of `occasion`. */
    async webhooksTold(alertId: string, occasion: DeliveryOccasion): Promise<string[]> {
      const rows = await db
        .select({ webhookId: deliveries.webhookId })
        .from(deliveries)
        .where(sql`${deliveries.alertId} = ${alertId} and ${deliveries.occasion} = ${occasion}`)
      return rows.map(({ webhookId }) => webhookId)
    },

    /**
     * Takes one that is due, until `leaseUntil`: whoever dies with it leaves it to be sent again then. That of a busy
     * webhook waits, and the end of an alert waits for its beginning to arrive or be given up. `tired` are webhooks as
     * `id@version`, so that who changes one begins anew with it.
     */
    async claim(now: Date, leaseUntil: Date, busy: string[], tired: string[]): Promise<Claimed | null> {
      const { rows } = await db.execute<RawClaim>(sql`
        with due as (
          select d.id from deliveries d join webhooks w on w.id = d.webhook_id
          where d.next_at <= ${now} and w.is_on
            and not (d.webhook_id = any(${sql.param(busy)}::uuid[]))
            and not (w.id || '@' || w.version = any(${sql.param(tired)}::text[]))
            and not (d.occasion = 'resolved' and exists (
              select 1 from deliveries e
              where e.alert_id = d.alert_id and e.webhook_id = d.webhook_id
                and e.occasion = 'fired' and e.next_at is not null))
          order by d.next_at, d.id limit 1
          for update of d skip locked
        )
        update deliveries set next_at = ${leaseUntil}, attempts = attempts + 1
        from due, webhooks w
        where deliveries.id = due.id and w.id = deliveries.webhook_id
        returning deliveries.id, alert_id as "alertId", occasion, attempts, deliveries.created_at as "createdAt",
          webhook_id as "webhookId", w.version as "webhookVersion", url, secret`)
      const [row] = rows
      return row ? { ...row, createdAt: new Date(row.createdAt) } : null
    },

    async noteDelivered(id: string, at: Date): Promise<void> {
      await db.update(deliveries).set({ deliveredAt: at, nextAt: null, lastError: null }).where(eq(deliveries.id, id))
    },

    /** `nextAt` is null where it is given up. */
    async noteFailed(id: string, nextAt: Date | null, lastError: string): Promise<void> {
      await db.update(deliveries).set({ nextAt, lastError }).where(eq(deliveries.id, id))
    },

    /** It was not tried after all. */
    async giveBack(id: string, nextAt: Date): Promise<void> {
      await db
        .update(deliveries)
        .set({ nextAt, attempts: sql`${deliveries.attempts} - 1` })
        .where(eq(deliveries.id, id))
    },
  }
}

// Times of plain SQL come as text
type RawClaim = Omit<Claimed, 'createdAt'> & { createdAt: string | Date }
