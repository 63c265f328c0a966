import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { events, followers } from '@/drizzle/schema'
import { clock } from '@/server/clock'
import { appErrorOf } from '@/server/errors'
import { eventFeedRepository, isBetween } from '@/server/events/event-feed-repository'
import { addEvent, memory, newSubject, openFeed, openTransaction, until } from '@/server/events/feed-fixture'
import { database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { getUser, updateUser } from '@/server/users/user-service'
import { newActor, newUser } from '@/server/users/user-test-people'

const newName = () => `test ${randomUUID()}`

describe('whoever follows in this process', () => {
  test('sees what is committed afterwards, with its changes, and nothing of before', async () => {
    const admin = await newActor('admin')
    const user = await newUser()
    await updateUser(admin, user.id, 1, { name: 'Before', email: user.email })
    const feed = await openFeed()
    const seen: unknown[] = []
    feed.follow({ name: newName(), handle: ({ events }) => void seen.push(...events.map(({ changes }) => changes)) })
    await updateUser(admin, user.id, 2, { name: 'After', email: user.email })
    await until(() => seen.length > 0)
    expect(seen).toEqual([
      [expect.objectContaining({ version: 3, before: { name: 'Before' }, after: { name: 'After' } })],
    ])
  })

  test('sees a transaction that commits after a later one, and each once', async () => {
    const feed = await openFeed()
    const subject = newSubject()
    const { seen, take } = memory(subject)
    feed.follow({ name: newName(), handle: take })
    const early = await openTransaction(subject, 'began first')
    await addEvent(subject, 'committed first')
    await until(() => seen.length === 1)
    await sleep(600)
    expect(seen).toEqual(['committed first'])
    await early.commit()
    await until(() => seen.length === 2)
    await addEvent(subject, 'last')
    await until(() => seen.length >= 3)
    expect(seen).toEqual(['committed first', 'began first', 'last'])
  })

  test('sees what is written within a savepoint', async () => {
    const feed = await openFeed()
    const subject = newSubject()
    const { seen, take } = memory(subject)
    feed.follow({ name: newName(), handle: take })
    await inTransaction(async (tx) => {
      await tx.execute(sql`savepoint one`)
      await addEvent(subject, 'kept', tx)
      await tx.execute(sql`savepoint two`)
      await addEvent(subject, 'taken back', tx)
      await tx.execute(sql`rollback to two`)
    })
    await until(() => seen.length > 0)
    expect(seen).toEqual(['kept'])
  })

  test('is held up by nobody who is slow, fails, or hangs', async () => {
    const feed = await openFeed()
    const subject = newSubject()
    const [quick, failing] = [memory(subject), memory(subject)]
    let letGo = () => {}
    const hanging = new Promise<void>((resolve) => {
      letGo = resolve
    })
    feed.follow({ name: newName(), handle: () => hanging })
    let failures = 0
    feed.follow({
      name: newName(),
      handle: (batch) => {
        if (++failures < 4) throw new Error('not yet')
        failing.take(batch)
      },
    })
    feed.follow({ name: newName(), handle: quick.take })
    for (let each = 0; each < 5; each++) {
      await addEvent(subject, `${each}`)
      await until(() => quick.seen.length === each + 1, 1500)
    }
    await until(() => failing.seen.length === 5)
    expect(failing.seen).toEqual(['0', '1', '2', '3', '4'])
    expect(feed.lagMs()).toBeGreaterThan(1000)
    letGo()
    await until(() => feed.lagMs() === 0)
  }, 20_000)

  test('sees the changes of each record in their order while 8 people write at once', async () => {
    const admin = await newActor('admin')
    const users = await Promise.all(Array.from({ length: 4 }, () => newUser()))
    const feed = await openFeed()
    const seen = new Map(users.map(({ id }) => [id, [] as number[]]))
    feed.follow({
      name: newName(),
      handle: ({ events }) => {
        for (const { changes } of events)
          for (const { subject, version } of changes) seen.get(subject.id)?.push(version)
      },
    })
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let edit = 0; edit < 50; edit++) {
          const { id } = users[(writer + edit) % users.length] ?? { id: '' }
          const { version, email } = await getUser(admin, id)
          await updateUser(admin, id, version, { name: `Writer ${writer}, edit ${edit}`, email }).catch(
            (error: unknown) => {
              expect(appErrorOf(error)?.code).toBe('conflict')
            },
          )
        }
      }),
    )
    for (const { id } of users) {
      const { version } = await getUser(admin, id)
      await until(() => seen.get(id)?.at(-1) === version)
      expect(seen.get(id)).toEqual(Array.from({ length: version - 1 }, (_, at) => at + 2))
    }
  }, 60_000)

  test('goes through 10,000 events in batches', async () => {
    const feed = await openFeed()
    const subject = newSubject()
    const { seen, take } = memory(subject)
    let largest = 0
    feed.follow({
      name: newName(),
      handle: (batch) => {
        largest = Math.max(largest, batch.events.length)
        take(batch)
      },
    })
    await addMany(subject, 10_000)
    await until(() => seen.length >= 10_000, 20_000)
    expect(seen).toEqual(Array.from({ length: 10_000 }, (_, at) => `${at + 1}`))
    expect(largest).toBe(500)
  }, 40_000)

  test('goes on without a gap when its connections are killed', async () => {
    const feed = await openFeed()
    const subject = newSubject()
    const { seen, take } = memory(subject)
    feed.follow({ name: newName(), handle: take })
    const killer = new pg.Client(process.env.DATABASE_URL)
    await killer.connect()
    const expected: string[] = []
    for (let round = 0; round < 10; round++) {
      await killer.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      )
      await addWhenThere(subject, `${round}`)
      expected.push(`${round}`)
      await sleep(150)
    }
    await killer.end()
    await until(() => seen.length >= 10)
    expect(seen).toEqual(expected)
    await until(() => feed.lagMs() === 0)
  }, 40_000)
})

describe('a transaction that is forgotten in another database of the cluster', () => {
  test('holds nobody up, and costs no look more than before', async () => {
    const elsewhere = new pg.Client(inject('databases').superuserUrl)
    await elsewhere.connect()
    await elsewhere.query('begin')
    await elsewhere.query('select pg_current_xact_id()')
    const feed = await openFeed()
    const repository = eventFeedRepository(database())
    const subject = newSubject()
    const { seen, take } = memory(subject)
    feed.follow({ name: newName(), handle: take })
    await addMany(subject, 5000)
    await until(() => seen.length === 5000)
    await database()
      .execute(sql`analyze events`)
      .catch(() => {})
    const before = await repository.now()
    expect(before.done).toMatch(/:\d+.*\d$/)
    await addEvent(subject, 'at once')
    await until(() => seen.at(-1) === 'at once', 1500)

    const condition = isBetween(before, await repository.now())
    const { rows } = await database().execute<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      sql`explain (analyze, format json) select * from ${events} where ${condition} order by seq limit 500`,
    )
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    expect(plan).toBeDefined()
    // Nothing of the 5,000 is looked at again, though they all have a transaction above the one that is open
    expect(rowsTouched(plan as PlanNode)).toBeLessThan(20)
    await elsewhere.query('rollback')
    await elsewhere.end()
  }, 30_000)
})

describe('a durable follower', () => {
  test('goes on where it was when the process starts anew', async () => {
    const [name, subject] = [newName(), newSubject()]
    const first = await openFeed()
    const before = memory(subject)
    first.follow({ name, durable: true, handle: async (batch) => before.take(batch) })
    await until(async () => (await eventFeedRepository(database()).findPosition(name)) !== null)
    await addEvent(subject, 'one')
    await until(() => before.seen.length === 1)
    await first.stop()
    await addEvent(subject, 'two')
    const after = memory(subject)
    const second = await openFeed()
    second.follow({ name, durable: true, handle: async (batch) => after.take(batch) })
    await addEvent(subject, 'three')
    await until(() => after.seen.length === 2)
    expect(after.seen).toEqual(['two', 'three'])
    expect(before.seen).toEqual(['one'])
  })

  test('sees again what was handled but not saved, and loses nothing', async () => {
    const [name, subject] = [newName(), newSubject()]
    const feed = await openFeed()
    const { seen, take } = memory(subject)
    let kills = 0
    feed.follow({
      name,
      durable: true,
      handle: async (batch, tx) => {
        take(batch)
        if (kills++ > 0) return
        const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
        await database().execute(sql`select pg_terminate_backend(${rows[0]?.pid})`)
      },
    })
    await until(async () => (await eventFeedRepository(database()).findPosition(name)) !== null)
    await addEvent(subject, 'one')
    await until(() => seen.length === 2)
    await addEvent(subject, 'two')
    await until(() => seen.length === 3)
    expect(seen).toEqual(['one', 'one', 'two'])
  })

  test('is worked by one instance at a time, and by another when that one ends', async () => {
    const [name, subject] = [newName(), newSubject()]
    const handledBy: string[] = []
    let atOnce = 0
    const follow = async (instance: string) => {
      const feed = await openFeed()
      feed.follow({
        name,
        durable: true,
        handle: async ({ events }) => {
          expect(++atOnce).toBe(1)
          await sleep(20)
          for (const { subject: of, reason } of events) if (of?.id === subject) handledBy.push(`${instance} ${reason}`)
          atOnce--
        },
      })
      return feed
    }
    const [one] = [await follow('one'), await follow('two')]
    await until(async () => (await eventFeedRepository(database()).findPosition(name)) !== null)
    for (let each = 0; each < 60; each++) {
      await addEvent(subject, String(each).padStart(2, '0'))
      if (each === 30) void one.stop()
      await sleep(20)
    }
    await until(() => handledBy.length >= 60)
    expect(handledBy.map((each) => each.split(' ')[1])).toEqual(
      Array.from({ length: 60 }, (_, at) => String(at).padStart(2, '0')),
    )
    expect(handledBy.at(-1)).toMatch(/^two/)
  }, 30_000)

  test('begins anew, from now on, when its position is of another database', async () => {
    const [name, subject] = [newName(), newSubject()]
    const position = { database: '1-1', done: '999999999:999999999:', target: null, seq: 0 }
    await database().insert(followers).values({ name, position, updatedAt: clock.now() })
    const feed = await openFeed()
    await addEvent(subject, 'before')
    await until(async () => feed.position()?.done === (await eventFeedRepository(database()).now()).done)
    const { seen, take } = memory(subject)
    feed.follow({ name, durable: true, handle: async (batch) => take(batch) })
    await until(async () => (await eventFeedRepository(database()).findPosition(name))?.database !== '1-1')
    await addEvent(subject, 'after')
    await until(() => seen.length > 0)
    expect(seen).toEqual(['after'])
  })

  test('writes nothing while nothing happens', async () => {
    const name = newName()
    const feed = await openFeed()
    feed.follow({ name, durable: true, handle: async () => {} })
    await until(() => feed.hasPassed(name, 1000))
    // Its row says who has locked it last; others write in this cluster meanwhile
    const touchedBy = async () =>
      (await database().execute(sql`select xmin::text, xmax::text from followers where name = ${name}`)).rows
    const before = await touchedBy()
    await database().execute(sql`select pg_current_xact_id()`)
    await sleep(1500)
    expect(feed.hasPassed(name, 1000)).toBe(true)
    expect(await touchedBy()).toEqual(before)
  })
})

type PlanNode = { 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: PlanNode[] }
const rowsTouched = (node: PlanNode): number =>
  Math.max(node['Actual Rows'], 0) * node['Actual Loops'] +
  (node['Rows Removed by Filter'] ?? 0) +
  (node.Plans ?? []).reduce((sum, child) => sum + rowsTouched(child), 0)

async function addMany(subject: string, count: number): Promise<void> {
  await database().execute(sql`
    insert into events (id, created_at, actor_label, via, action, subject_kind, subject_id, outcome, reason, details, request_id)
    select gen_random_uuid(), ${clock.now().toISOString()}::timestamptz, 'Test', 'system', 'settings.updated', 'settings',
      ${subject}, 'done', each::text, '{}', 'test'
    from generate_series(1, ${count}) as each`)
}

/** The pool may have handed out a connection that was just killed. */
async function addWhenThere(subject: string, reason: string): Promise<void> {
  for (;;) {
    try {
      await addEvent(subject, reason)
      return
    } catch (error) {
      if (appErrorOf(error)?.code !== 'unavailable') throw error
      await sleep(50)
    }
  }
}
