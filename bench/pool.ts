import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AdaptivePool } from '@/server/platform/adaptive-pool'
import { usualLaw } from '@/server/platform/pool-law'
import { withDatabase } from './postgres'
import { medianOf, quantileOf, type Row, type Section } from './section'

const rounds = 5

/** Fewest and most connections. */
const sizes = { small: [4, 4], large: [20, 20], adaptive: [4, 20] } as const
type Size = keyof typeof sizes
type Shape = (pool: pg.Pool, ask: (work: () => Promise<unknown>) => void) => Promise<void>

const lookUp = (pool: pg.Pool) =>
  pool.query('select id, n from bench where id = $1', [Math.ceil(Math.random() * 10_000)])
/** As with a lock, a slow disk, or a network between: the connection is taken, the processor is not. */
const waiting = (pool: pg.Pool) => pool.query('select pg_sleep(0.02)')

async function change(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('update bench set n = n + 1 where id = $1', [Math.ceil(Math.random() * 10_000)])
    await client.query('commit')
  } finally {
    client.release()
  }
}

const shapes: Record<string, Shape> = {
  '500 look-ups at once': async (pool, ask) => {
    for (let each = 0; each < 500; each++) ask(() => lookUp(pool))
  },
  '200 changes at once': async (pool, ask) => {
    for (let each = 0; each < 200; each++) ask(() => change(pool))
  },
  '200 that wait 20 ms, at once': async (pool, ask) => {
    for (let each = 0; each < 200; each++) ask(() => waiting(pool))
  },
  'look-ups behind 6 of 1.5 s': async (pool, ask) => {
    const slow = Array.from({ length: 6 }, () => pool.query('select pg_sleep(1.5)'))
    for (let each = 0; each < 300; each++) {
      ask(() => lookUp(pool))
      await sleep(5)
    }
    await Promise.all(slow)
  },
  '6 s of 300 a second that wait 20 ms': async (pool, ask) => {
    const beganAt = performance.now()
    for (let sent = 0; performance.now() - beganAt < 6000; ) {
      for (; sent < (performance.now() - beganAt) * 0.3; sent++) ask(() => waiting(pool))
      await sleep(2)
    }
  },
}

export const section: Section = {
  name: 'pool',
  question:
    'how long does the slowest percent of a burst wait with 4 connections, with 20, and with as many as the law gives?',
  run: () =>
    withDatabase(async ({ ownerUrl }) => {
      await fill(ownerUrl)
      const rows: Row[] = []
      for (const [name, shape] of Object.entries(shapes)) rows.push(...(await compare(name, shape, ownerUrl)))
      return rows
    }),
}

async function fill(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('create table bench as select id, 0 as n from generate_series(1, 10000) as id')
  await client.query('alter table bench add primary key (id)')
  await client.end()
}

async function compare(name: string, shape: Shape, url: string): Promise<Row[]> {
  const p99 = { small: [] as number[], large: [] as number[], adaptive: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const order: Size[] = round % 2 === 0 ? ['small', 'large', 'adaptive'] : ['adaptive', 'large', 'small']
    for (const size of order) p99[size].push(await slowestPercent(shape, url, size))
  }
  const [small, large, adaptive] = [medianOf(p99.small), medianOf(p99.large), medianOf(p99.adaptive)]
  const unit = 'ms'
  return [
    { what: `${name}: 20 connections`, figure: large, unit, peer: { what: 'with 4', figure: small } },
    { what: `${name}: adaptive`, figure: adaptive, unit, peer: { what: 'the better', figure: Math.min(small, large) } },
  ]
}

/** A new pool each time, as it is after a quiet while: with its fewest connections open. */
async function slowestPercent(shape: Shape, url: string, size: Size): Promise<number> {
  const [min, max] = sizes[size]
  const pool = new AdaptivePool(
    { connectionString: url, idleTimeoutMillis: 30_000 },
    { law: { min, max, ...usualLaw }, everyMs: 1000, waitMs: 60_000, doubtAfterMs: 10_000, checkMs: 1000 },
  )
  const open = await Promise.all(Array.from({ length: min }, () => pool.connect()))
  for (const client of open) client.release()
  const times: number[] = []
  const asked: Promise<unknown>[] = []
  await shape(pool, (work) => {
    const beganAt = performance.now()
    asked.push(work().then(() => times.push(performance.now() - beganAt)))
  })
  await Promise.all(asked)
  await pool.end()
  return quantileOf(times, 0.99)
}
