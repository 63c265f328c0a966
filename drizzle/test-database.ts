import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'

// Vitest runs this file before each test file: it gives the file a database of its own, migrated and empty, and sets
// the environment accordingly. A test that wants a database just uses ours.
const { superuserUrl, webUrl, ownerUrl } = inject('databases')
const name = `test_${randomBytes(6).toString('hex')}`

await asSuperuser(
  `create database ${name} template roster_template owner roster_owner`,
  `revoke all on database ${name} from public`,
  `grant connect on database ${name} to roster_web`,
)

Object.assign(process.env, {
  DATABASE_URL: on(webUrl),
  DATABASE_OWNER_URL: on(ownerUrl),
  AUTH_SECRET: randomBytes(33).toString('base64'),
  LOG_LEVEL: 'silent',
})

afterAll(async () => {
  const { closeDatabase } = await import('@/server/platform/database')
  await closeDatabase()
  await asSuperuser(`drop database ${name} with (force)`)
})

/** This test file's database: as the role that serves, and as the one that owns it. */
export function testDatabase(): { webUrl: string; ownerUrl: string } {
  return { webUrl: on(webUrl), ownerUrl: on(ownerUrl) }
}

function on(url: string): string {
  return url.replace(/[^/]*$/, name)
}

async function asSuperuser(...statements: string[]): Promise<void> {
  const client = new pg.Client(superuserUrl)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
