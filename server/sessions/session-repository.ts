import { and, desc, eq, gt, inArray, isNull, lte, ne, not, or, sql } from 'drizzle-orm'
import { sessions, users } from '@/drizzle/schema'
import type { Database } from '@/server/platform/database'
import { settingsVersionNow } from '@/server/settings/settings-repository'

export type NewSession = typeof sessions.$inferInsert

/** Named one by one, and the token's hash is not among them. */
const columns = {
  id: sessions.id,
  userId: sessions.userId,
  createdAt: sessions.createdAt,
  lastUsedAt: sessions.lastUsedAt,
  expiresAt: sessions.expiresAt,
  ip: sessions.ip,
  userAgent: sessions.userAgent,
}
const owner = { id: users.id, name: users.name, email: users.email, role: users.role }

export function sessionRepository(db: Database) {
  return {
    async insert(session: NewSession): Promise<void> {
      await db.insert(sessions).values(session)
    },

    /** The session and whom it belongs to, if both are good at `now`: two look-ups by unique index, no more. */
    async findLive(tokenHash: Buffer, now: Date) {
      const [row] = await db
        .select({
          sessionId: sessions.id,
          lastUsedAt: sessions.lastUsedAt,
          idleSeconds: sessions.idleSeconds,
          user: { ...owner, mustChangePassword: users.mustChangePassword },
          // On the way: whoever changed the settings on another instance must not see the old ones here
          settingsVersion: settingsVersionNow,
        })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.tokenHash, tokenHash), isLive(now), mayBeUsed(now)))
      return row ?? null
    },

    async findLiveByIds(ids: readonly string[], now: Date) {
      return db
        .select({ sessionId: sessions.id, role: users.role })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(inArray(sessions.id, [...ids]), isLive(now), mayBeUsed(now), not(users.mustChangePassword)))
    },

    /** Never waits: when the row is held, somebody is ending the session or has just touched it. */
    async touch(id: string, now: Date, unusedSince: Date): Promise<void> {
      const stale = db
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(eq(sessions.id, id), lte(sessions.lastUsedAt, unusedSince)))
        .for('update', { skipLocked: true })
      await db.update(sessions).set({ lastUsedAt: now }).where(sql`${sessions.id} in ${stale}`)
    },

    /** The ones that could still be used, the latest used first. */
    async listByUser(userId: string, now: Date) {
      return db
        .select(columns)
        .from(sessions)
        .where(and(eq(sessions.userId, userId), isLive(now)))
        .orderBy(desc(sessions.lastUsedAt), desc(sessions.id))
    },

    async findUserId(id: string): Promise<string | null> {
      const [row] = await db.select({ userId: sessions.userId }).from(sessions).where(eq(sessions.id, id))
      return row?.userId ?? null
    },

    async findOwner(userId: string) {
      const [row] = await db.select(owner).from(users).where(eq(users.id, userId))
      return row ?? null
    },

    /** Keeps the role as it is until the transaction ends, so that the right we ask is about whom it says. */
    async lockOwner(userId: string) {
      const [row] = await db.select(owner).from(users).where(eq(users.id, userId)).for('share')
      return row ?? null
    },

    /** Answers the ids of those that were there. */
    async deleteByUser(userId: string, exceptId: string | null): Promise<string[]> {
      const deleted = await db
        .delete(sessions)
        .where(and(eq(sessions.userId, userId), exceptId === null ? undefined : ne(sessions.id, exceptId)))
        .returning({ id: sessions.id })
      return deleted.map((row) => row.id)
    },

    async deleteById(id: string): Promise<string[]> {
      const deleted = await db.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id })
      return deleted.map((row) => row.id)
    },

    async deleteByToken(tokenHash: Buffer) {
      const [row] = await db
        .delete(sessions)
        .where(eq(sessions.tokenHash, tokenHash))
        .returning({ id: sessions.id, userId: sessions.userId })
      return row ?? null
    },

    async deleteExpired(userId: string, now: Date): Promise<void> {
      await db.delete(sessions).where(and(eq(sessions.userId, userId), sql`not (${isLive(now)})`))
    },
  }
}

function isLive(now: Date) {
  const idleFrom = sql`${sessions.lastUsedAt} + make_interval(secs => ${sessions.idleSeconds})`
  return and(gt(sessions.expiresAt, now), sql`${idleFrom} > ${now}`)
}

/** A suspension or lock whose time is over no longer holds, whether or not the job that lifts it has run. */
function mayBeUsed(now: Date) {
  return and(isNull(users.deletedAt), or(eq(users.status, 'active'), lte(users.statusUntil, now)))
}
