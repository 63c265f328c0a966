import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { deliveries, webhooks } from '@/drizzle/schema'
import type { DeliveryOccasion, Webhook } from '@/server/alerts/webhook'
import type { Database } from '@/server/platform/database'

export type NewWebhook = typeof webhooks.$inferInsert

/** Named one by one, and the secret is not among them. */
const columns = {
  id: webhooks.id,
  name: webhooks.name,
  url: webhooks.url,
  isOn: webhooks.isOn,
  version: webhooks.version,
  createdAt: webhooks.createdAt,
}

export function webhookRepository(db: Database) {
  return {
    list: (): Promise<Webhook[]> =>
      db.select(columns).from(webhooks).orderBy(asc(webhooks.createdAt), asc(webhooks.id)),

    async idsOn(): Promise<string[]> {
      return (await db.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.isOn, true))).map(({ id }) => id)
    },

    async findById(id: string): Promise<Webhook | null> {
      const [row] = await db.select(columns).from(webhooks).where(eq(webhooks.id, id))
      return row ?? null
    },

    async lock(id: string): Promise<Webhook | null> {
      const [row] = await db.select(columns).from(webhooks).where(eq(webhooks.id, id)).for('update')
      return row ?? null
    },

    async count(): Promise<number> {
      return db.$count(webhooks)
    },

    async insert(webhook: NewWebhook): Promise<void> {
      await db.insert(webhooks).values(webhook)
    },

    async update({ id, ...values }: Pick<Webhook, 'id' | 'name' | 'url' | 'isOn' | 'version'>): Promise<void> {
      await db.update(webhooks).set(values).where(eq(webhooks.id, id))
    },

    /** With what was still to be sent there. */
    async delete(id: string): Promise<void> {
      await db.delete(webhooks).where(eq(webhooks.id, id))
    },

    /** How the newest delivery of each fared. */
    async lastDeliveries() {
      return db
        .selectDistinctOn([deliveries.webhookId], {
          webhookId: deliveries.webhookId,
          occasion: sql<DeliveryOccasion>`${deliveries.occasion}`,
          attempts: deliveries.attempts,
          createdAt: deliveries.createdAt,
          deliveredAt: deliveries.deliveredAt,
          nextAt: deliveries.nextAt,
          lastError: deliveries.lastError,
        })
        .from(deliveries)
        .orderBy(deliveries.webhookId, desc(deliveries.createdAt), desc(deliveries.id))
    },

    /** What waits for its time is tried at once. */
    async hurry(id: string, now: Date): Promise<void> {
      await db
        .update(deliveries)
        .set({ nextAt: now })
        .where(and(eq(deliveries.webhookId, id), sql`${deliveries.nextAt} > ${now}`))
    },
  }
}
