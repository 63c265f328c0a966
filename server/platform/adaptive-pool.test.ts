import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Caller, workFor } from '@/server/caller'
import { env } from '@/server/env'
import { takeFigures } from '@/server/measure'
import { AdaptivePool, type AdaptivePoolOptions } from '@/server/platform/adaptive-pool'
import { usualLaw } from '@/server/platform/pool-law'

// Behind a wire that refuses, freezes and cuts. The database is a real one

let wire: Server
let wirePort: number
let mode: 'pass' | 'refuse'
let sockets: Set<Socket>
let pools: AdaptivePool[]
const direct = new URL(process.env.DATABASE_URL ?? '')

beforeAll(async () => {
  wire = createServer((near) => {
    if (mode === 'refuse') return void near.destroy()
    const far = connect(Number(direct.port), direct.hostname)
    const end = () => [near, far].forEach((socket) => void socket.destroy())
    near.on('error', end).on('close', end).pipe(far)
    far.on('error', end).on('close', end).pipe(near)
    for (const socket of [near, far]) sockets.add(socket)
  })
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve))
  const address = wire.address()
  wirePort = typeof address === 'object' && address ? address.port : 0
})
beforeEach(() => {
  mode = 'pass'
  sockets = new Set()
  pools = []
})
afterEach(() => Promise.all(pools.map((pool) => pool.end())))
afterAll(() => wire.close())

type Changes = Partial<AdaptivePoolOptions> & { min?: number; max?: number; url?: string }
function open({ min = 2, max = 4, url, ...changes }: Changes = {}): AdaptivePool {
  const through = new URL(direct)
  through.port = String(wirePort)
  const pool = new AdaptivePool(
    { connectionString: url ?? through.href, application_name: 'pool test', connectionTimeoutMillis: 2000 },
    {
      law: { min, max, ...usualLaw },
      everyMs: 50,
      waitMs: 2000,
      doubtAfterMs: 10_000,
      checkMs: 200,
      ...changes,
    },
  )
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  pools.push(pool)
  return pool
}

/** All its connections at once, each of which answers. */
async function expectWhole(pool: AdaptivePool, size: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: size }, () => pool.connect()))
  for (const client of clients) expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  expect(pool.figures).toMatchObject({ inUse: size, waiting: 0 })
  for (const client of clients) client.release()
  expect(pool.figures).toMatchObject({ inUse: 0, waiting: 0 })
}

const codeOf = (trying: Promise<unknown>) =>
  trying.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? 'failed',
  )

function leavingCaller() {
  const works = new Set<() => void>()
  let hasLeft = false
  const caller: Caller = {
    get hasLeft() {
      return hasLeft
    },
    onLeave: (work) => {
      works.add(work)
      return () => works.delete(work)
    },
  }
  const leave = () => {
    hasLeft = true
    for (const work of works) work()
  }
  return { caller, leave }
}

describe('the pool', () => {
  test('begins small, grows while people wait for long, and becomes small again', async () => {
    const pool = open({ min: 2, max: 6, law: { min: 2, max: 6, ...usualLaw, growAboveMs: 20 } })
    expect(pool.figures.target).toBe(2)
    await Promise.all(Array.from({ length: 40 }, () => pool.query('select pg_sleep(0.05)')))
    expect(pool.figures.target).toBe(6)
    for (let tries = 0; pool.figures.target > 2 && tries < 100; tries++) await sleep(50)
    expect(pool.figures).toMatchObject({ target: 2, inUse: 0, waiting: 0 })
  })

  test('ends a wait with a sentence and a time after which to come back', async () => {
    const pool = open({ min: 1, max: 1, waitMs: 500 })
    const held = await pool.connect()
    const beganAt = performance.now()
    await expect(pool.query('select 1')).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 2,
      message: expect.stringContaining('more to do than it can'),
    })
    expect(performance.now() - beganAt).toBeLessThan(5000)
    held.release()
    await expectWhole(pool, 1)
  })

  test('forgets whoever left, while they wait and before', async () => {
    const pool = open({ min: 1, max: 1, waitMs: 60_000 })
    const held = await pool.connect()
    const { caller, leave } = leavingCaller()
    const waiting = codeOf(workFor(caller, () => pool.query('select 1')))
    expect(pool.figures.waiting).toBe(1)
    leave()
    expect(await waiting).toBe('unavailable')
    expect(pool.figures.waiting).toBe(0)
    expect(await codeOf(workFor(caller, () => pool.query('select 1')))).toBe('unavailable')
    held.release()
    await expectWhole(pool, 1)
  })

  test('measures waits and statements', async () => {
    takeFigures()
    const pool = open()
    await pool.query('select pg_sleep(0.02)')
    const client = await pool.connect()
    for (const text of ['begin', 'select 1', 'rollback']) await client.query(text)
    client.release()
    const { timers } = takeFigures()
    expect(timers['pool.wait']?.count).toBe(2)
    expect(timers['statement|select']?.count).toBe(2)
    expect(timers['statement|select']?.maxUs).toBeGreaterThan(20_000)
    expect(timers['statement|begin']?.count).toBe(1)
    expect(timers['statement|other']?.count).toBe(1)
  })
})

test('a burst has more connections before it is over', async () => {
  const pool = open({ min: 2, max: 10, everyMs: 60_000 })
  await Promise.all(Array.from({ length: 200 }, () => pool.query('select pg_sleep(0.02)')))
  expect(pool.figures.target).toBe(10)
})

describe('a connection that broke while it was idle', () => {
  test('is replaced unseen when the other side no longer answers', async () => {
    const pool = open({ doubtAfterMs: 0 })
    await expectWhole(pool, 2)
    const frozen = [...sockets]
    // As when a firewall has forgotten it: no error, and never an answer
    for (const socket of frozen) socket.unpipe().pause()
    const beganAt = performance.now()
    await expectWhole(pool, 2)
    expect(performance.now() - beganAt).toBeLessThan(5000)
    for (const socket of frozen) socket.destroy()
  })

  test('is replaced unseen when its backend was killed', async () => {
    const pool = open()
    await expectWhole(pool, 2)
    await killAll('pool test')
    await sleep(50)
    await expectWhole(pool, 2)
  })
})

describe('a server that has no connection left', () => {
  test('is no failure as long as we have some: whoever asks waits for one of these', async () => {
    const superuser = await owner()
    await superuser.query('create role few login connection limit 2 password $$few$$')
    try {
      const url = new URL(direct)
      url.username = 'few'
      url.password = 'few'
      await superuser.query(`grant connect on database ${direct.pathname.slice(1)} to few`)
      const pool = open({ url: url.href, min: 4, max: 8 })
      const all = Array.from({ length: 30 }, () => codeOf(pool.query('select pg_sleep(0.01)')))
      expect(new Set(await Promise.all(all))).toEqual(new Set(['done']))
      expect(pool.figures).toMatchObject({ inUse: 0, waiting: 0 })
      await Promise.all(pools.splice(0).map((each) => each.end()))
    } finally {
      await superuser.query(`revoke connect on database ${direct.pathname.slice(1)} from few`)
      await superuser.query('drop role few')
      await superuser.end()
    }
  })
})

describe('after 10,000 checkouts that failed', () => {
  test('because connections were refused, the pool has all its connections', async () => {
    const pool = open({ min: 4, max: 4 })
    mode = 'refuse'
    let failures = 0
    for (let round = 0; round < 100; round++) {
      const all = Array.from({ length: 100 }, () => codeOf(pool.query('select 1')))
      failures += (await Promise.all(all)).filter((code) => code !== 'done').length
    }
    expect(failures).toBe(10_000)
    expect(pool.figures).toMatchObject({ inUse: 0, waiting: 0, size: 0 })
    mode = 'pass'
    await expectWhole(pool, 4)
  }, 60_000)

  test('because clients left, the pool has all its connections', async () => {
    const pool = open({ min: 4, max: 4, waitMs: 60_000 })
    const held = await Promise.all(Array.from({ length: 4 }, () => pool.connect()))
    const all = Array.from({ length: 10_000 }, () => {
      const { caller, leave } = leavingCaller()
      return { trying: codeOf(workFor(caller, () => pool.connect())), leave }
    })
    expect(pool.figures.waiting).toBe(10_000)
    for (const { leave } of all) leave()
    expect(new Set(await Promise.all(all.map(({ trying }) => trying)))).toEqual(new Set(['unavailable']))
    for (const client of held) client.release()
    await expectWhole(pool, 4)
  })

  test('because backends were killed, the pool has all its connections', async () => {
    const pool = open({ min: 4, max: 4 })
    const superuser = await owner()
    let failures = 0
    for (let round = 0; round < 200; round++) {
      const all = Array.from({ length: 50 }, () => codeOf(pool.query('select pg_sleep(0.001)')))
      await superuser.query(kill, ['pool test'])
      failures += (await Promise.all(all)).filter((code) => code !== 'done').length
    }
    await superuser.end()
    expect(failures).toBeGreaterThan(100)
    expect(pool.figures).toMatchObject({ inUse: 0, waiting: 0 })
    await sleep(50)
    await expectWhole(pool, 4)
  }, 60_000)
})

const kill = `select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = $1 and datname = current_database()`

async function owner(): Promise<pg.Client> {
  const { inject } = await import('vitest')
  const url = new URL(inject('databases').superuserUrl)
  url.pathname = direct.pathname
  const client = new pg.Client({ connectionString: url.href, application_name: 'killer' })
  await client.connect()
  return client
}

async function killAll(name: string): Promise<void> {
  const client = await owner()
  await client.query(kill, [name])
  await client.end()
}

test('the limits of this process come from its environment', () => {
  expect(env()).toMatchObject({ ROSTER_POOL_MIN: 4, ROSTER_POOL_MAX: 20, ROSTER_POOL_INTERVAL_MS: 1000 })
})
