import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '@/drizzle/migrate'
import { lockDataDirectory } from '@/server/platform/data-directory'
import { embeddedPostgresUrls, startEmbeddedPostgres } from '@/server/platform/embedded-postgres'
import { lockName, processLockHolder } from '@/server/platform/process-lock.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    databases: { superuserUrl: string; webUrl: string; ownerUrl: string }
  }
}

const prefix = join(tmpdir(), 'roster-test-')

/** Once per test run: one PostgreSQL for all of it, with one migrated database, of which each test file gets a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const dataDir = mkdtempSync(prefix)
  const release = await lockDataDirectory(dataDir)
  // What a power cut would take is of no value here
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const postgres = await startEmbeddedPostgres({ dataDir, settings })
  const urls = embeddedPostgresUrls(dataDir)
  await makeTemplate(urls)
  project.provide('databases', urls)
  return async () => {
    await postgres.stop()
    await release()
    removeDataDirectory(dataDir)
  }
}

async function makeTemplate(urls: { superuserUrl: string; ownerUrl: string }): Promise<void> {
  const superuser = new pg.Client(urls.superuserUrl)
  await superuser.connect()
  await superuser.query('create database roster_template owner roster_owner')
  await superuser.end()
  const url = new URL(urls.ownerUrl)
  url.pathname = '/roster_template'
  await migrate(url.href, 'roster_web')
}

/**
 * Takes away what browser tests, and runs that were killed, have left behind: a directory that is an hour old and that no
 * server holds. Others' directories, which we may not look into, stay.
 */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const dataDir = join(tmpdir(), name)
    if (!dataDir.startsWith(prefix)) continue
    try {
      if (Date.now() - statSync(dataDir).mtimeMs < 3_600_000) continue
      if ((await processLockHolder(lockName(dataDir, 'server'))) !== null) continue
      const postgres = await startEmbeddedPostgres({ dataDir })
      await postgres.stop()
      removeDataDirectory(dataDir)
    } catch {}
  }
}

/** The database of a test that root runs lies elsewhere. */
function removeDataDirectory(dataDir: string): void {
  try {
    rmSync(realpathSync(join(dataDir, 'postgres')), { recursive: true, force: true })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
