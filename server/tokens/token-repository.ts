import { and, desc, eq, gt, inArray, isNull, lte, or, type SQL } from 'drizzle-orm'
import { apiTokens, users } from '@/drizzle/schema'
import type { Database } from '@/server/platform/database'
import { settingsVersionNow } from '@/server/settings/settings-repository'
import type { Token } from '@/server/tokens/token'

export type NewToken = typeof apiTokens.$inferInsert

/** Named one by one, and the hash is not among them. */
const columns = {
  id: apiTokens.id,
  userId: apiTokens.userId,
  userName: users.name,
  userEmail: users.email,
  name: apiTokens.name,
  role: apiTokens.role,
  createdAt: apiTokens.createdAt,
  lastUsedAt: apiTokens.lastUsedAt,
  expiresAt: apiTokens.expiresAt,
}

export function tokenRepository(db: Database) {
  const list = (where: SQL | undefined): Promise<Token[]> =>
    db
      .select(columns)
      .from(apiTokens)
      .innerJoin(users, eq(users.id, apiTokens.userId))
      .where(where)
      .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
      .limit(1000)

  return {
    async insert(token: NewToken): Promise<void> {
      await db.insert(apiTokens).values(token)
    },

    /** The token and whom it acts for, if both are good at `now`: two look-ups by unique index. */
    async findLive(tokenHash: Buffer, now: Date) {
      const [row] = await db
        .select({
          tokenId: apiTokens.id,
          roleMax: apiTokens.role,
          lastUsedAt: apiTokens.lastUsedAt,
          user: { id: users.id, name: users.name, email: users.email, role: users.role },
          settingsVersion: settingsVersionNow,
        })
        .from(apiTokens)
        .innerJoin(users, eq(users.id, apiTokens.userId))
        .where(and(eq(apiTokens.tokenHash, tokenHash), isLive(now)))
      return row ?? null
    },

    async findLiveByIds(ids: readonly string[], now: Date) {
      return db
        .select({ tokenId: apiTokens.id, roleMax: apiTokens.role, role: users.role })
        .from(apiTokens)
        .innerJoin(users, eq(users.id, apiTokens.userId))
        .where(and(inArray(apiTokens.id, [...ids]), isLive(now)))
    },

    async touch(id: string, now: Date, unusedSince: Date): Promise<void> {
      const isStale = or(isNull(apiTokens.lastUsedAt), lte(apiTokens.lastUsedAt, unusedSince))
      await db
        .update(apiTokens)
        .set({ lastUsedAt: now })
        .where(and(eq(apiTokens.id, id), isStale))
    },

    async findById(id: string): Promise<Token | null> {
      return (await list(eq(apiTokens.id, id)))[0] ?? null
    },

    list: (): Promise<Token[]> => list(undefined),
    listByUser: (userId: string): Promise<Token[]> => list(eq(apiTokens.userId, userId)),

    async countByUser(userId: string): Promise<number> {
      return db.$count(apiTokens, eq(apiTokens.userId, userId))
    },

    /** Answers how many there were. */
    async deleteByUser(userId: string): Promise<number> {
      const { rowCount } = await db.delete(apiTokens).where(eq(apiTokens.userId, userId))
      return rowCount ?? 0
    },

    /** Answers whether it was there. */
    async deleteById(id: string): Promise<boolean> {
      const { rowCount } = await db.delete(apiTokens).where(eq(apiTokens.id, id))
      return rowCount === 1
    },
  }
}

function isLive(now: Date) {
  const isNotOver = or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now))
  return and(isNotOver, eq(users.status, 'active'), isNull(users.deletedAt))
}
