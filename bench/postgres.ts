import { randomBytes } from 'node:crypto'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@/drizzle/migrate'
import { provideEnv } from '@/server/env'
import { lockDataDirectory } from '@/server/platform/data-directory'
import { closeDatabase } from '@/server/platform/database'
import { startEmbeddedPostgres } from '@/server/platform/embedded-postgres'

export type BenchDatabase = { webUrl: string; ownerUrl: string; dataDir: string }

/** Runs `work` on an embedded database of its own, with the settings that it has in use, and takes it away again. */
export async function withDatabase<Result>(work: (database: BenchDatabase) => Promise<Result>): Promise<Result> {
  Object.assign(process.env, { LOG_LEVEL: 'silent', NODE_ENV: 'production' })
  const dataDir = mkdtempSync(join(tmpdir(), 'roster-bench-'))
  const release = await lockDataDirectory(dataDir)
  const postgres = await startEmbeddedPostgres({ dataDir })
  const { webUrl, ownerUrl } = postgres
  try {
    await migrate(ownerUrl, 'roster_web')
    provideEnv({
      DATABASE_URL: webUrl,
      DATABASE_OWNER_URL: ownerUrl,
      AUTH_SECRET: randomBytes(33).toString('base64'),
    })
    return await work({ webUrl, ownerUrl, dataDir })
  } finally {
    await closeDatabase().catch(() => {})
    await postgres.stop()
    await release()
    // Where root runs it, it lies elsewhere
    rmSync(realpathSync(join(dataDir, 'postgres')), { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
}
