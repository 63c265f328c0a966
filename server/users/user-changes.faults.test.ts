import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '@/drizzle/migrate'
import { provideEnv } from '@/server/env'
import { appErrorOf } from '@/server/errors'
import { closeDatabase, database } from '@/server/platform/database'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/server/platform/embedded-postgres'
import { reactivateUser, suspendUser } from '@/server/users/user-access-service'
import { getUser } from '@/server/users/user-service'
import { newActor, newUser, system } from '@/server/users/user-test-people'

let postgres: EmbeddedPostgres
beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir: mkdtempSync(join(tmpdir(), 'roster-test-door-')) })
  await migrate(postgres.ownerUrl, 'roster_web')
  provideEnv({ DATABASE_URL: postgres.webUrl, AUTH_SECRET: 'kJ3nV8sLq0ZtXw5Rb7YcPd2HgFm9TuEa' })
})
afterAll(async () => {
  await closeDatabase()
  await postgres.stop()
})

test('while backends are killed every 50 ms, each accepted change has exactly one record, and nothing else has', async () => {
  const admin = await newActor('admin')
  const users = await Promise.all(Array.from({ length: 8 }, () => newUser()))
  const accepted = new Map(users.map((user) => [user.id, 1]))
  let unavailable = 0
  let isOver = false

  const killing = killBackends(postgres.webUrl, () => isOver)
  await Promise.all(
    users.map(async ({ id }) => {
      for (let round = 0; round < 40; round++) {
        try {
          const change = round % 2 === 0 ? suspendUser(admin, id, `round ${round}`) : reactivateUser(admin, id, null)
          const { user, eventId } = await change
          if (eventId !== null) accepted.set(id, user.version)
        } catch (error) {
          expect(appErrorOf(error)).toMatchObject({ code: 'unavailable' })
          unavailable += 1
        }
      }
    }),
  )
  isOver = true
  const kills = await killing

  expect(kills).toBeGreaterThan(20)
  expect(unavailable).toBeGreaterThan(0)
  for (const { id } of users) {
    const user = await getUser(system(), id)
    const { rows } = await database().execute<{ version: number; events: number }>(sql`
      select version, (select count(*)::int from events where events.id = changes.event_id and outcome = 'done') as events
      from changes where subject_id = ${id} order by version`)
    // One record for each version, each with its event; and no version that was told is missing
    expect(rows).toEqual(Array.from({ length: user.version }, (_, index) => ({ version: index + 1, events: 1 })))
    expect(user.version).toBe(accepted.get(id))
    const lone = await database().execute(sql`
      select 1 from events where subject_id = ${id} and outcome = 'done'
      and not exists (select from changes where changes.event_id = events.id)`)
    expect(lone.rows).toEqual([])
  }
})

async function killBackends(url: string, isOver: () => boolean): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'killer' })
  await client.connect()
  let kills = 0
  while (!isOver()) {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'roster' and usename = current_user order by random() limit 3`,
    )
    kills += rowCount ?? 0
    await sleep(50)
  }
  await client.end()
  return kills
}
