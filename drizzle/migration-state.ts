import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { migrationsFolder } from './migrate'

export type MigrationState = {
  /** The migrations that this version of Roster has and the database has not, oldest first. */
  pending: string[]
  /** The database has been migrated by a newer version of Roster. */
  isNewer: boolean
}

/** What is left to migrate; null where the role may not know. Compares as the migrator does: by the time of the last one. */
export async function migrationState(client: pg.Client): Promise<MigrationState | null> {
  const known = readJournal()
  const last = await lastApplied(client)
  if (last === null) return null
  return {
    pending: known.filter((migration) => migration.when > last).map((migration) => migration.tag),
    isNewer: last > (known.at(-1)?.when ?? 0),
  }
}

/** In ms; 0 for a database that is empty, null where the role may not look. */
async function lastApplied(client: pg.Client): Promise<number | null> {
  try {
    const exists = "select to_regclass('drizzle.__drizzle_migrations') is not null as found"
    const { rows } = await client.query<{ found: boolean }>(exists)
    if (!rows[0]?.found) return 0
    const last = await client.query<{ at: string | null }>(
      'select max(created_at) as at from drizzle.__drizzle_migrations',
    )
    return Number(last.rows[0]?.at ?? 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') return null
    throw error
  }
}

function readJournal(): { tag: string; when: number }[] {
  const journal: unknown = JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8'))
  const isJournal = typeof journal === 'object' && journal !== null && 'entries' in journal
  return isJournal && Array.isArray(journal.entries) ? journal.entries : []
}
