import { parseArgs } from 'node:util'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { seedPerson } from '@/drizzle/seed-people'
import { clock } from '@/server/clock'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { startEmbeddedPostgres } from '@/server/platform/embedded-postgres'

const batchSize = 2000

/**
 * Tops the database up to `total` made-up people; those that are there stay as they are. The one writer beside the
 * door: it makes people with a past, which nobody can do at the door. Each still has the event of the creation.
 */
export async function seedUsers(ownerUrl: string, total: number): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'roster seed' })
  await client.connect()
  try {
    const now = clock.now()
    let made = 0
    for (let index = 0; index < total; index += batchSize) {
      const people = Array.from({ length: Math.min(batchSize, total - index) }, (_, offset) =>
        seedPerson(index + offset, now),
      )
      const rows = people.map((person) => ({ ...person, event_id: uuidv7() }))
      const result = await client.query<{ made: number }>(insertPeople, [JSON.stringify(rows)])
      made += Number(result.rows[0]?.made ?? 0)
    }
    await client.query('analyze users, events, changes')
    return made
  } finally {
    await client.end()
  }
}

/** One statement, so that each person comes with exactly one event and one change record, or not at all. */
const insertPeople = `
with people as (
  select * from jsonb_to_recordset($1::jsonb) as person(
    id uuid, event_id uuid, name text, name_folded text, email text, email_canonical text, role text, status text,
    status_reason text, last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz,
    deleted_at timestamptz)
), made as (
  insert into users (id, name, name_folded, email, email_canonical, role, status, status_reason, must_change_password,
    version, last_sign_in_at, created_at, updated_at, deleted_at)
  select id, name, name_folded, email, email_canonical, role, status, status_reason, false,
    1, last_sign_in_at, created_at, updated_at, deleted_at
  from people
  on conflict do nothing
  returning id
), told as (
  insert into events (id, created_at, actor_label, via, action, subject_kind, subject_id, subject_label, outcome,
    details, request_id)
  select event_id, created_at, 'Roster', 'system', 'user.created', 'user', id::text, name || ' <' || email || '>',
    'done', '{"seed": true}', 'seed'
  from people join made using (id)
), kept as (
  insert into changes (event_id, created_at, subject_kind, subject_id, subject_label, version, before, after)
  select event_id, created_at, 'user', id::text, name || ' <' || email || '>', 1, '{}',
    jsonb_build_object('name', name, 'email', email, 'role', role, 'status', status)
  from people join made using (id)
)
select count(*) as made from made`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { users: { type: 'string', default: '10000' } } })
  const total = Number(values.users)
  if (!Number.isInteger(total) || total < 1) throw new Error('--users takes a whole number, 1 or more')
  const { DATABASE_URL, DATABASE_OWNER_URL, ROSTER_DATA_DIR } = env()
  const embedded = DATABASE_URL === undefined ? await startEmbeddedPostgres({ dataDir: ROSTER_DATA_DIR }) : null
  try {
    const begin = performance.now()
    const made = await seedUsers(embedded?.ownerUrl ?? DATABASE_OWNER_URL ?? DATABASE_URL ?? '', total)
    log().info({ made, total, seconds: Math.round(performance.now() - begin) / 1000 }, 'made-up people are there')
  } finally {
    await embedded?.stop()
  }
}

if (process.argv[1]?.endsWith('seed.ts')) await main()
