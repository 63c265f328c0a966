import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { addEvent, memory, newSubject, openFeed, until } from '@/server/events/feed-fixture'

const minutes = 2

test('a transaction that is held open for minutes elsewhere in the cluster holds no follower up', async () => {
  const elsewhere = new pg.Client(inject('databases').superuserUrl)
  await elsewhere.connect()
  await elsewhere.query('begin')
  await elsewhere.query('select pg_current_xact_id()')
  const feed = await openFeed()
  const subject = newSubject()
  const { seen, take } = memory(subject)
  feed.follow({ name: 'here', handle: take })
  feed.follow({ name: 'kept', durable: true, handle: async () => {} })

  const [added, waitsMs]: [string[], number[]] = [[], []]
  const heldSince = performance.now()
  for (let round = 0; performance.now() - heldSince < minutes * 60_000; round++) {
    for (let each = 0; each < 50; each++) {
      added.push(`${round}.${each}`)
      await addEvent(subject, added.at(-1))
    }
    const committedAt = performance.now()
    await until(() => seen.length === added.length && feed.hasPassed('kept', 1000), 5000)
    waitsMs.push(performance.now() - committedAt)
    await sleep(1000)
  }
  expect(seen).toEqual(added)
  expect(waitsMs.length).toBeGreaterThan(20)
  // A look comes every 250 ms; a feed that waited for the oldest transaction would not have told the first one
  expect(Math.max(...waitsMs)).toBeLessThan(3000)
  await elsewhere.query('rollback')
  await elsewhere.end()
}, 200_000)
