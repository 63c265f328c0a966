import pg from 'pg'
import { type SeedPerson, seedPerson } from '@/drizzle/seed-people'
import { clock } from '@/server/clock'

const batchSize = 2000
/** While the database writes one batch, the next is sent; and it has a core for each. */
const atOnce = 2

/**
 * Tops the database up to `total` made-up people; those that are there stay as they are. The one writer beside the
 * door: it makes people with a past, which nobody can do at the door. Each still has the event of the creation.
 * Answers how many were made; `tell` hears how many are done on the way.
 */
export async function seedUsers(ownerUrl: string, total: number, tell = (_done: number) => {}): Promise<number> {
  const now = clock.now()
  // The oldest first, as they would have come: so the audit log tells it in its order
  const people = Array.from({ length: total }, (_, index) => seedPerson(index, now)).sort((one, other) =>
    one.created_at < other.created_at ? -1 : 1,
  )
  let next = 0
  let done = 0
  let made = 0
  const work = async (client: pg.Client) => {
    // Nothing of value is lost in a power cut: the next run makes up the same people
    await client.query('set synchronous_commit = off')
    while (next < total) {
      const batch = people.slice(next, next + batchSize)
      next += batchSize
      const more = await seedBatch(client, batch)
      made += more
      done += batch.length
      tell(done)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, () => connected(ownerUrl, work)))
  // The planner must know of them at once: it would take every listing for one of an empty table
  await connected(ownerUrl, (client) => client.query('analyze users, events, changes'))
  return made
}

async function seedBatch(client: pg.Client, people: SeedPerson[]): Promise<number> {
  const result = await client.query<{ made: string }>(insertPeople, [JSON.stringify(people)])
  return Number(result.rows[0]?.made ?? 0)
}

async function connected<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'roster seed',
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
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
