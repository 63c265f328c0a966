import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import { env, provideEnv } from '@/server/env'
import { counter, takeFigures, timer } from '@/server/measure'
import { emptyFigures, type Figures, mergeOverTime } from '@/server/performance/figures'
import { PerformanceRecorder } from '@/server/performance/performance-recorder'
import { performanceRepository } from '@/server/performance/performance-repository'
import { keptSeconds, type StoredStep, storedSteps, stretchOf } from '@/server/performance/window'
import { closeDatabase, database, takeConnection } from '@/server/platform/database'

const { ownerUrl, webUrl } = testDatabase()
const owner = new pg.Client(ownerUrl)
/** May cut the connections of its own role. */
const web = new pg.Client(webUrl)
beforeAll(() => Promise.all([owner.connect(), web.connect()]))
afterAll(() => Promise.all([owner.end(), web.end()]))

const cutOthers = `select pg_terminate_backend(pid) from pg_stat_activity
  where usename = 'roster_web' and datname = current_database() and pid <> pg_backend_pid()`

const now = Math.floor(Date.now() / 1000)
const of = (requests: number): Figures => ({ ...emptyFigures, counters: { 'http.requests': requests } })

/** One that measures as many requests in a second as its number says, counted from `begin`. */
function counting(name: string) {
  let second = 0
  return new PerformanceRecorder(name, () => of(++second))
}
const look = (recorder: PerformanceRecorder, from: number, to: number) => {
  for (let at = from; at < to; at++) recorder.look((at + 1) * 1000)
}

async function stored(instance: string, step: StoredStep): Promise<Array<[at: number, requests: number]>> {
  const found: Array<[number, number]> = []
  const all = { step, from: now - 40 * 86_400, to: now + 40 * 86_400, instance }
  for await (const { at, summary } of performanceRepository(database()).read(all, 'summary')) {
    found.push([at, summary.counters['http.requests'] ?? 0])
  }
  return found
}

describe('what is measured', () => {
  test('is kept by the second, and in sums by ten, minute, hour and third of a day', async () => {
    const recorder = counting('sums')
    const from = stretchOf(now, 60) - 250
    look(recorder, from, from + 247)
    await recorder.write(now * 1000)
    const seconds = await stored('sums', 1)
    expect(seconds).toEqual(Array.from({ length: 247 }, (_, index) => [from + index, index + 1]))
    await recorder.stop(now * 1000)
    for (const step of storedSteps.filter((each) => each > 1)) {
      const sums = new Map<number, number>()
      for (const [at, requests] of seconds) {
        sums.set(stretchOf(at, step), (sums.get(stretchOf(at, step)) ?? 0) + requests)
      }
      expect(await stored('sums', step), `${step} s`).toEqual([...sums])
    }
    expect(recorder.waiting).toBe(0)
  })

  test('loses at most ten seconds of the coarse sums when the process is killed', async () => {
    const recorder = counting('killed')
    const from = stretchOf(now, 10) - 60
    look(recorder, from, from + 39)
    await recorder.write(now * 1000)
    // 1 to 30: the fourth ten was not over
    const [last] = (await stored('killed', 3600)).slice(-1)
    expect((await stored('killed', 10)).map(([, requests]) => requests)).toEqual([55, 155, 255])
    const inHours = (await stored('killed', 3600)).reduce((sum, [, requests]) => sum + requests, 0)
    expect([inHours, last?.[1]]).toEqual([465, expect.any(Number)])
  })

  test('of the program itself has its own writing in it', async () => {
    takeFigures()
    const recorder = new PerformanceRecorder('itself')
    timer('http', 'GET /users 2xx').record(1000)
    counter('cache.hits', 'users').add(3)
    recorder.look(now * 1000)
    await recorder.write(now * 1000)
    recorder.look((now + 1) * 1000)
    await recorder.write((now + 1) * 1000)
    const rows = []
    const all = { step: 1 as const, from: now - 5, to: now + 5, instance: 'itself' }
    for await (const row of performanceRepository(database()).read(all, 'both')) rows.push(row)
    expect(rows).toHaveLength(2)
    // Names with a label apart from those without, and in sum among them
    expect(rows[0]?.details.timers['http|GET /users 2xx']?.count).toBe(1)
    expect(rows[0]?.summary).toMatchObject({ timers: { http: { count: 1 } }, counters: { 'cache.hits': 3 } })
    expect(Object.keys(rows[0]?.summary.timers ?? {}).filter((name) => name.includes('|'))).toEqual([])
    expect(rows[1]?.details.timers['job|performance done']?.count).toBe(1)
  })

  test('while it is being written, is written once more', async () => {
    const recorder = counting('grows')
    const from = stretchOf(now, 60) - 60
    // Partitions are seen to first, so that the next write begins at once
    await recorder.write(now * 1000)
    look(recorder, from, from + 10)
    const writing = recorder.write(now * 1000)
    look(recorder, from + 10, from + 20)
    await writing
    await recorder.write(now * 1000)
    expect(await stored('grows', 60)).toEqual([[from, (20 * 21) / 2]])
    expect((await stored('grows', 1)).length).toBe(20)
  })

  test('of one second is kept once, also when the clock is put back a little', async () => {
    const recorder = counting('clock')
    look(recorder, now - 10, now - 5)
    look(recorder, now - 7, now - 4)
    await recorder.write(now * 1000)
    // What happened meanwhile is in the next second that is new
    expect(await stored('clock', 1)).toEqual([1, 2, 3, 4, 5, 6].map((count, index) => [now - 10 + index, count]))
  })
})

describe('while the database is away', () => {
  const away = async (work: () => Promise<void>) => {
    const { DATABASE_URL } = process.env
    await closeDatabase()
    provideEnv({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
    try {
      await work()
    } finally {
      await closeDatabase()
      provideEnv({ DATABASE_URL })
    }
  }

  test('so much is held and no more, nothing waits, and it is written when the database is back', async () => {
    const recorder = counting('away')
    const dropped = takeFigures().counters['performance.dropped'] ?? 0
    expect(dropped).toBe(0)
    const from = stretchOf(now, 10) - 400
    await away(async () => {
      const beganAt = performance.now()
      look(recorder, from, from + 400)
      expect(performance.now() - beganAt).toBeLessThan(2000)
      await recorder.write(now * 1000)
      // 300 seconds, 40 tens, 7 or 8 minutes, 1 or 2 of the others
      expect(recorder.waiting).toBeGreaterThan(345)
      expect(recorder.waiting).toBeLessThanOrEqual(300 + 40 + 8 + 2 + 2)
      expect(takeFigures().counters['performance.dropped']).toBe(100)
    })
    await recorder.write(now * 1000)
    expect(recorder.waiting).toBe(0)
    const seconds = await stored('away', 1)
    expect(seconds).toHaveLength(300)
    expect(seconds.at(-1)).toEqual([from + 399, 400])
    // The coarse ones have everything
    const inTens = (await stored('away', 10)).reduce((sum, [, requests]) => sum + requests, 0)
    expect(inTens).toBe((400 * 401) / 2)
  })

  test('and while requests hold every connection of the pool, nothing waits for them', async () => {
    const recorder = counting('crowded')
    const held = await Promise.all(Array.from({ length: env().ROSTER_POOL_MAX }, takeConnection))
    try {
      look(recorder, now - 20, now - 10)
      await recorder.write(now * 1000)
      expect(recorder.waiting).toBe(0)
    } finally {
      for (const client of held) client.release()
    }
    expect(await stored('crowded', 1)).toHaveLength(10)
  })

  test('each step has its bound, however long that is', async () => {
    const recorder = counting('long')
    // Not every second of five days: a new ten each time
    for (let at = now - 5 * 86_400; at < now; at += 10) recorder.look((at + 1) * 1000)
    expect(recorder.waiting).toBeLessThanOrEqual(300 + 360 + 120 + 48 + 6)
    expect(recorder.waiting).toBeGreaterThan(300 + 360 + 120 + 48)
  })

  test('and connections that are cut meanwhile, nothing is lost', async () => {
    const recorder = counting('cut')
    const from = now - 60
    for (let at = from; at < from + 30; at++) {
      recorder.look((at + 1) * 1000)
      const writing = recorder.write(now * 1000)
      if (at % 3 === 0) await web.query(cutOthers)
      await writing
    }
    // As long as connections are left that were cut
    for (let tries = 0; recorder.waiting > 0 && tries < 20; tries++) await recorder.write(now * 1000)
    expect(await stored('cut', 1)).toEqual(Array.from({ length: 30 }, (_, index) => [from + index, index + 1]))
  })
})

describe('partitions', () => {
  const names = async (step: number) => {
    const { rows } = await owner.query(
      `select relname from pg_inherits join pg_class on oid = inhrelid where inhparent = 'performance_${step}'::regclass order by 1`,
    )
    return rows.map(({ relname }) => String(relname))
  }
  const keep = (at: number) => performanceRepository(database()).keep(new Date(at * 1000))

  test('are made ahead, and dropped when their time is over, by the role that serves', async () => {
    await keep(now)
    const before = await names(1)
    expect(before.length).toBeGreaterThanOrEqual(4)
    const old = now - 1200
    await keep(old)
    await performanceRepository(database()).write('old', [{ step: 1, at: old, figures: of(1) }])
    await keep(old + keptSeconds[1] - 60)
    expect(await stored('old', 1)).toHaveLength(1)
    await keep(old + keptSeconds[1] + 1200)
    expect(await stored('old', 1)).toEqual([])
    const after = await names(1)
    for (const name of before.slice(0, 1)) expect(after).not.toContain(name)
    await keep(now)
  })

  test('are not dropped for an instance whose clock is far ahead', async () => {
    await keep(now)
    await performanceRepository(database()).write('kept', [{ step: 1, at: now, figures: of(1) }])
    const before = await names(60)
    await expect(keep(now + 30 * 86_400)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('ahead') },
    })
    expect(await names(60)).toEqual(before)
    expect(await stored('kept', 1)).toHaveLength(1)
  })

  test('are made by one while several ask', async () => {
    await Promise.all([1, 2, 3, 4].map((day) => keep(now + day)))
    await expect(keep(now)).resolves.toBeUndefined()
  })

  test('that are missing hold nothing up: what can have none is dropped, and counted', async () => {
    takeFigures()
    const recorder = counting('late')
    recorder.look((now - 2 * 86_400) * 1000)
    look(recorder, now - 3, now)
    await recorder.write(now * 1000)
    expect(await stored('late', 1)).toEqual([
      [now - 3, 2],
      [now - 2, 3],
      [now - 1, 4],
    ])
    // The second and the ten of two days ago; its minute and what is longer may still have a place
    expect(takeFigures().counters['performance.dropped']).toBeGreaterThanOrEqual(2)
    await recorder.write(now * 1000)
    expect(recorder.waiting).toBe(0)
  })

  test('that nobody has made for long are made before what was measured is lost', async () => {
    const recorder = counting('made')
    look(recorder, now - 3, now)
    await recorder.write(now * 1000)
    await owner.query(`drop table ${(await names(1)).join(', ')}`)
    look(recorder, now, now + 2)
    await recorder.write(now * 1000)
    await recorder.write(now * 1000)
    expect((await stored('made', 1)).map(([, requests]) => requests)).toEqual([4, 5])
  })
})

test('sums of sums are the sums', () => {
  const parts = [1, 2, 3, 4].map(of)
  const [one, two, three, four] = parts as [Figures, Figures, Figures, Figures]
  expect(mergeOverTime([mergeOverTime([one, two]), mergeOverTime([three, four])])).toEqual(mergeOverTime(parts))
})
