import { and, eq, sql } from 'drizzle-orm'
import { settings } from '@/drizzle/schema'
import type { Database } from '@/server/platform/database'
import type { Settings } from '@/server/settings/settings'

const theRow = eq(settings.id, 1)

/** Within a statement that asks for something else; null only where the row is missing. */
export const settingsVersionNow = sql<number | null>`(select version from settings where id = 1)`

export function settingsRepository(db: Database) {
  return {
    /** As stored: settings that came with a newer version of the program are absent. */
    async find() {
      const [row] = await db.select({ value: settings.value, version: settings.version }).from(settings).where(theRow)
      return row ?? null
    },

    async lock() {
      const [row] = await db
        .select({ value: settings.value, version: settings.version })
        .from(settings)
        .where(theRow)
        .for('update')
      return row ?? null
    },

    /** Answers whether `version` was still the current one. */
    async update(version: number, value: Settings, updatedAt: Date): Promise<boolean> {
      const updated = await db
        .update(settings)
        .set({ value, version: version + 1, updatedAt })
        .where(and(theRow, eq(settings.version, version)))
      return updated.rowCount === 1
    },
  }
}
