import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { migrate } from '@/drizzle/migrate'
import { systemActor } from '@/server/auth/actor'
import { provideEnv } from '@/server/env'
import { eventFeed } from '@/server/events/event-feed'
import { closeDatabase, database } from '@/server/platform/database'
import { startEmbeddedPostgres } from '@/server/platform/embedded-postgres'
import { cachedSettings, currentSettings } from '@/server/settings/settings-service'
import type { User } from '@/server/users/user'
import { getUserMilestones, readMilestones } from '@/server/users/user-milestones-service'
import { createUser, getUser, updateUser } from '@/server/users/user-service'

/*
  npx tsx bench/cache.ts: what a read costs with the cache and without, in runs that take turns, so that a busy machine
  slows both. On a PostgreSQL of its own on this machine: over a network the difference is larger.
*/

const rounds = 10
const dataDir = mkdtempSync(join(tmpdir(), 'roster-bench-cache-'))
const postgres = await startEmbeddedPostgres({ dataDir })
await migrate(postgres.ownerUrl, 'roster_web')
provideEnv({ DATABASE_URL: postgres.webUrl, AUTH_SECRET: 'kJ3nV8sLq0ZtXw5Rb7YcPd2HgFm9TuEa' })

const actor = systemActor({ requestId: 'bench', via: 'system', ip: null, userAgent: null })
const made: User[] = []
for (let each = 0; each < 100; each++) {
  const email = `person.${each}@bench.test`
  const { user } = await createUser(actor, { name: `Person ${each}`, email, role: 'user', mustChangePassword: true })
  for (const version of [1, 2, 3])
    await updateUser(actor, user.id, version, { name: `Person ${each}.${version}`, email })
  made.push(await getUser(actor, user.id))
}
eventFeed().start()
await cachedSettings()
await sleep(1000)

let turn = 0
const someone = () => made[turn++ % made.length] as User
const withVersion = sql`select id, (select version from settings where id = 1) as version from users where id = `
const without = sql`select id from users where id = `

await compare('settings', 2000, currentSettings, cachedSettings)
await compare(
  'milestones of a user',
  200,
  () => readMilestones(someone().id),
  () => getUserMilestones(actor, someone()),
)
await compare(
  'the row of a user, and the version of the settings with it',
  1000,
  () => database().execute(sql`${without}${someone().id}`),
  () => database().execute(sql`${withVersion}${someone().id}`),
)

const looks = await perRead(500, () => eventFeed().now())
say(
  `a look of the feed: ${looks.toFixed(0)} µs, 4 a second: ${((looks * 4) / 10_000).toFixed(2)} % of one core at most`,
)

await eventFeed().stop()
await closeDatabase()
await postgres.stop()
rmSync(dataDir, { recursive: true })

/** Prints µs per read of both, the middle of all rounds, and how many times as long the first takes. */
async function compare(name: string, reads: number, plain: Work, other: Work): Promise<void> {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    times[0].push(await perRead(reads, plain))
    times[1].push(await perRead(reads, other))
  }
  const [before, after] = [middle(times[0]), middle(times[1])]
  say(`${name}: ${before.toFixed(1)} µs without, ${after.toFixed(1)} µs with: ${(before / after).toFixed(2)} times`)
}
type Work = () => Promise<unknown>

async function perRead(reads: number, work: Work): Promise<number> {
  const beganAt = performance.now()
  for (let read = 0; read < reads; read++) await work()
  return ((performance.now() - beganAt) * 1000) / reads
}

function middle(values: number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
