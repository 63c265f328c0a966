import { and, eq, lt } from 'drizzle-orm'
import { idempotencyKeys as keys } from '@/drizzle/schema'
import type { Database } from '@/server/platform/database'

export type KeptAnswer = { status: number; headers: Record<string, string>; body: string }

export function idempotencyRepository(db: Database) {
  const isThis = (actorId: string, key: string) => and(eq(keys.actorId, actorId), eq(keys.key, key))
  return {
    /** Answers whether nobody had it. */
    async insert(claim: { actorId: string; key: string; requestHash: Buffer; claimedAt: Date }): Promise<boolean> {
      const { rowCount } = await db.insert(keys).values(claim).onConflictDoNothing()
      return rowCount === 1
    },

    async find(actorId: string, key: string) {
      const [row] = await db.select().from(keys).where(isThis(actorId, key))
      return row ?? null
    },

    /** Answers whether the claim was still the one of `claimedAt`. */
    async takeOver(actorId: string, key: string, claimedAt: Date, now: Date): Promise<boolean> {
      const { rowCount } = await db
        .update(keys)
        .set({ claimedAt: now })
        .where(and(isThis(actorId, key), eq(keys.claimedAt, claimedAt)))
      return rowCount === 1
    },

    async keepResult(actorId: string, key: string, result: unknown): Promise<void> {
      await db.update(keys).set({ result }).where(isThis(actorId, key))
    },

    async keepAnswer(actorId: string, key: string, answer: KeptAnswer): Promise<void> {
      await db.update(keys).set({ answer }).where(isThis(actorId, key))
    },

    async delete(actorId: string, key: string): Promise<void> {
      await db.delete(keys).where(isThis(actorId, key))
    },

    async deleteOlderThan(time: Date): Promise<void> {
      await db.delete(keys).where(lt(keys.claimedAt, time))
    },
  }
}
