import { connect, createServer, type Server } from 'node:net'
import { eq } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { settings } from '@/drizzle/schema'
import { testDatabase } from '@/drizzle/test-database'
import { systemActor } from '@/server/auth/actor'
import { provideEnv } from '@/server/env'
import { appErrorOf } from '@/server/errors'
import { recordEvent } from '@/server/events/event-service'
import { closeDatabase, database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'

// A wire between the program and its database that is cut at the worst moment

/** What to do with a message of the program: pass it on; cut before it arrives; cut before its answer does. */
type Cut = (message: string) => 'pass' | 'before' | 'after'
let cut: Cut = () => 'pass'
let wire: Server
const direct = new URL(process.env.DATABASE_URL ?? '')

beforeAll(async () => {
  wire = createServer((near) => {
    const far = connect(Number(direct.port), direct.hostname)
    const end = () => [near, far].forEach((socket) => void socket.destroy())
    near.on('error', end).on('close', end)
    far.on('error', end).on('close', end)
    far.pipe(near)
    near.on('data', (message) => {
      const what = cut(message.toString('latin1'))
      if (what === 'before') return end()
      if (what === 'after') far.unpipe(near)
      far.write(message)
      if (what === 'after') far.once('data', end)
    })
  })
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve))
  const address = wire.address()
  const url = new URL(direct)
  url.port = String(typeof address === 'object' && address ? address.port : 0)
  provideEnv({ DATABASE_URL: url.href })
})
afterAll(async () => {
  await closeDatabase()
  wire.close()
})
beforeEach(() => inTransaction((tx) => tx.update(settings).set({ version: 1 }).where(eq(settings.id, 1))))
afterEach(() => {
  cut = () => 'pass'
})

/** Once, at the first message that has this word. */
function cutAt(word: string, when: 'before' | 'after'): void {
  let isDone = false
  cut = (message) => {
    if (isDone || !message.includes(word)) return 'pass'
    isDone = true
    return when
  }
}

const change = () =>
  inTransaction(async (tx) => {
    await tx.update(settings).set({ version: 2 }).where(eq(settings.id, 1))
    return 'changed'
  })
const version = async () => (await database().select({ version: settings.version }).from(settings))[0]?.version

test('a commit whose answer is lost is known to be one', async () => {
  cutAt('commit', 'after')
  expect(await change()).toBe('changed')
  expect(await version()).toBe(2)
})

test('a commit that never arrived is known to be none', async () => {
  cutAt('commit', 'before')
  const failure = await change().catch(appErrorOf)
  expect(failure).toMatchObject({ code: 'unavailable', message: expect.stringContaining('Nothing was changed') })
  expect(await version()).toBe(1)
})

describe('after a crash the number of a lost transaction may be that of another one, which was committed', () => {
  const owner = new pg.Client(testDatabase().ownerUrl)
  const system = systemActor({ requestId: 'a-test', via: 'system', ip: null, userAgent: null })
  const withEvent = () =>
    inTransaction(async (tx) => {
      await tx.update(settings).set({ version: 2 }).where(eq(settings.id, 1))
      await recordEvent(tx, system, { action: 'settings.updated', subject: null, outcome: 'done' })
      return 'changed'
    })

  beforeAll(async () => {
    await owner.connect()
    // As a server answers that has given the number away again
    await owner.query(`create schema crashed;
      create function crashed.pg_xact_status(xid8) returns text language sql as $$ select 'committed' $$;
      create function crashed.pg_postmaster_start_time() returns timestamptz language sql as $$ select clock_timestamp() $$;
      grant usage on schema crashed to roster_web;
      do $$ begin execute format('alter database %I set search_path = crashed, pg_catalog, public', current_database()); end $$`)
    await closeDatabase()
  })
  afterAll(async () => {
    await owner.query(`do $$ begin execute format('alter database %I reset search_path', current_database()); end $$`)
    await owner.end()
    await closeDatabase()
  })

  test('so what was lost is not taken for saved: the event is not there', async () => {
    cutAt('commit', 'before')
    expect(await withEvent().catch(appErrorOf)).toMatchObject({
      message: expect.stringContaining('Nothing was changed'),
    })
    expect(await version()).toBe(1)
  })

  test('and what was saved is known by its event', async () => {
    cutAt('commit', 'after')
    expect(await withEvent()).toBe('changed')
    expect(await version()).toBe(2)
  })

  test('nor where it has not given the number away yet, and says that there is none', async () => {
    await owner.query(`create or replace function crashed.pg_xact_status(xid8) returns text language plpgsql as $$
      begin raise 'transaction ID 42 is in the future' using errcode = '22023'; end $$`)
    cutAt('commit', 'before')
    expect(await withEvent().catch(appErrorOf)).toMatchObject({
      message: expect.stringContaining('Nothing was changed'),
    })
    await owner.query(`create or replace function crashed.pg_xact_status(xid8) returns text language sql as
      $$ select 'committed' $$`)
  })

  test('and without an event it is said that it is not known', async () => {
    cutAt('commit', 'before')
    expect(await change().catch(appErrorOf)).toMatchObject({ message: expect.stringContaining('see whether it was') })
  })
})

test('what is cut in the middle is rolled back', async () => {
  cutAt('update', 'after')
  expect(await change().catch(appErrorOf)).toMatchObject({ code: 'unavailable' })
  expect(await version()).toBe(1)
})

test('connections that die before they begin are given back, however many', async () => {
  cut = (message) => (message.includes('begin') ? 'before' : 'pass')
  for (let round = 0; round < 15; round++) {
    expect(await change().catch(appErrorOf)).toMatchObject({ code: 'unavailable' })
  }
  cut = () => 'pass'
  expect(await change()).toBe('changed')
})
