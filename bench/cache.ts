import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { eventFeed } from '@/server/events/event-feed'
import { database } from '@/server/platform/database'
import { cachedSettings, currentSettings } from '@/server/settings/settings-service'
import type { User } from '@/server/users/user'
import { getUserMilestones, readMilestones } from '@/server/users/user-milestones-service'
import { createUser, getUser, updateUser } from '@/server/users/user-service'
import { system } from '@/server/users/user-test-people'
import { withDatabase } from './postgres'
import { medianOf, type Row, type Section } from './section'

const rounds = 10

/** On a PostgreSQL of its own on this machine: over a network the difference is larger. */
export const section: Section = {
  name: 'cache',
  question: 'what does a read cost with the cache, and without?',
  run: () =>
    withDatabase(async () => {
      const people = await makePeople()
      const someone = () => people[turn++ % people.length] as User
      let turn = 0
      eventFeed().start()
      await cachedSettings()
      // Until the feed has passed, the cache asks the database too
      await sleep(1000)
      const rows = [
        await compare('settings', 2000, currentSettings, cachedSettings),
        await compare(
          'milestones of a user',
          200,
          () => readMilestones(someone().id),
          () => getUserMilestones(system(), someone()),
        ),
        await compare(
          'the row of a user, and the version of the settings with it',
          1000,
          () => database().execute(sql`${withoutVersion}${someone().id}`),
          () => database().execute(sql`${withVersion}${someone().id}`),
        ),
        { what: 'a look of the feed', figure: await perRead(500, () => eventFeed().now()), unit: 'µs' },
      ]
      await eventFeed().stop()
      return rows
    }),
}

const withVersion = sql`select id, (select version from settings where id = 1) as version from users where id = `
const withoutVersion = sql`select id from users where id = `

async function makePeople(): Promise<User[]> {
  const made: User[] = []
  for (let each = 0; each < 100; each++) {
    const email = `person.${each}@bench.test`
    const { user } = await createUser(system(), {
      name: `Person ${each}`,
      email,
      role: 'user',
      mustChangePassword: true,
    })
    for (const version of [1, 2, 3]) {
      await updateUser(system(), user.id, version, { name: `Person ${each}.${version}`, email })
    }
    made.push(await getUser(system(), user.id))
  }
  return made
}

type Work = () => Promise<unknown>

/** Turn about, so that a busy machine slows both. */
async function compare(what: string, reads: number, without: Work, withIt: Work): Promise<Row> {
  const times: { without: number[]; withIt: number[] } = { without: [], withIt: [] }
  for (let round = 0; round < rounds; round++) {
    times.without.push(await perRead(reads, without))
    times.withIt.push(await perRead(reads, withIt))
  }
  const peer = { what: 'without', figure: medianOf(times.without) }
  return { what, figure: medianOf(times.withIt), unit: 'µs', peer }
}

async function perRead(reads: number, work: Work): Promise<number> {
  const beganAt = performance.now()
  for (let read = 0; read < reads; read++) await work()
  return ((performance.now() - beganAt) * 1000) / reads
}
