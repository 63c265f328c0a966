import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sessionCookieName } from '@/server/auth/auth-session'
import { provideEnv } from '@/server/env'
import { emptyFigures, type Figures } from '@/server/performance/figures'
import { performanceRepository } from '@/server/performance/performance-repository'
import { closeDatabase, database } from '@/server/platform/database'
import { endAllSessions, startSession } from '@/server/sessions/session-service'
import { changeUserRole } from '@/server/users/user-access-service'
import { newActor, newUser, system } from '@/server/users/user-test-people'
import { type OpenedApi, openApi } from './api-fixture'
import { type OpenedStream, openStream } from './performance-fixture'

let api: OpenedApi
let streams: OpenedStream[] = []
beforeAll(async () => {
  api = await openApi()
})
afterEach(() => {
  for (const stream of streams) stream.close()
  streams = []
})
afterAll(() => api.close())

const now = () => Math.floor(Date.now() / 1000)
const of = (requests: number): Figures => ({ ...emptyFigures, counters: { 'http.requests': requests } })
const measured = (instance: string, at: number, requests: number) =>
  performanceRepository(database()).write(instance, [{ step: 1, at, figures: of(requests) }])

async function watch(query = '', headers: Record<string, string> = {}): Promise<OpenedStream> {
  const auth = { Authorization: `Bearer ${api.tokens.admin}` }
  const stream = await openStream(api.opened.port, `/api/performance/stream${query}`, { ...auth, ...headers })
  streams.push(stream)
  return stream
}

/** What a page has that puts each point in the place of the one with the same `at`. */
function pointsOf(stream: OpenedStream, of: 'seconds' | 'points' = 'seconds'): Map<number, number> {
  return new Map(stream.ticks().flatMap((tick) => tick[of].map(({ at, requests }) => [at, requests] as const)))
}

describe('the live figures', () => {
  test('come at once, then as they are written, of all instances together', async () => {
    const at = now() - 3
    await measured('live-a', at, 5)
    const stream = await watch('?range=5m')
    await stream.until((messages) => messages.length > 0, 2000)
    expect(pointsOf(stream).get(at)).toBe(5)
    await measured('live-a', at + 1, 7)
    await stream.until(() => pointsOf(stream).get(at + 1) === 7, 2500)
    // Late, and of another instance: the second is told again, with both
    await measured('live-b', at + 1, 11)
    await stream.until(() => pointsOf(stream).get(at + 1) === 18, 2500)
    expect(stream.ticks().at(-1)?.instances).toEqual(expect.arrayContaining(['live-a', 'live-b']))
    expect(Number(stream.messages.at(-1)?.id)).toBeGreaterThanOrEqual(at + 1)
  })

  test('are those of one instance where one is chosen', async () => {
    const at = now() - 2
    await measured('one-a', at, 3)
    await measured('one-b', at, 4)
    const stream = await watch('?range=5m&instance=one-b')
    await stream.until(() => pointsOf(stream).has(at))
    expect(pointsOf(stream).get(at)).toBe(4)
  })

  test('grow the point of the range, and mend it where an instance is late', async () => {
    // One that is over
    const ten = Math.floor(now() / 10) * 10 - 20
    await measured('ten-a', ten + 1, 2)
    const stream = await watch(`?range=1h&after=${ten}&instance=ten-a`)
    await stream.until(() => pointsOf(stream, 'points').get(ten) === 2)
    await measured('ten-a', ten + 2, 3)
    await measured('ten-a', ten + 12, 1)
    await stream.until(() => pointsOf(stream, 'points').get(ten) === 5, 12_000)
    expect(pointsOf(stream, 'points').get(ten + 10)).toBe(1)
    expect(stream.ticks().at(-1)?.current?.at).toBe(ten + 10)
    // Longer ones do not grow
    const days = await watch('?range=7d&instance=ten-a')
    await days.until((messages) => messages.length > 0)
    expect(days.ticks()[0]).toMatchObject({ points: [], current: null })
  }, 20_000)

  test('go on after a reconnect without a gap, also what was late meanwhile', async () => {
    const at = now() - 60
    for (let second = at; second < at + 20; second++) await measured('resume', second, second - at + 1)
    const first = await watch('?range=5m&instance=resume', { 'Last-Event-ID': String(at - 1) })
    await first.until(() => pointsOf(first).has(at + 19))
    const has = pointsOf(first)
    first.close()
    await measured('resume', at + 20, 21)
    await measured('resume', at + 21, 22)
    const again = await watch('?range=5m&instance=resume&after=1', { 'Last-Event-ID': String(at + 19) })
    await again.until((messages) => messages.length > 0)
    for (const [second, requests] of pointsOf(again)) has.set(second, requests)
    expect([...has.keys()].sort()).toEqual(Array.from({ length: 22 }, (_, index) => at + index))
    for (const [second, requests] of has) expect(requests).toBe(second - at + 1)
    // What one has is not all sent again
    expect(Math.min(...pointsOf(again).keys())).toBeGreaterThan(at + 5)
  })
})

describe('while the database is away', () => {
  test('a stream stays and says so, once, and afterwards tells what was missed', async () => {
    const { DATABASE_URL } = process.env
    const at = now() - 40
    await measured('away', at, 1)
    const stream = await watch('?range=5m&instance=away')
    await stream.until((messages) => messages.length > 0)
    await closeDatabase()
    provideEnv({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
    await cutConnections(DATABASE_URL)
    await stream.until((messages) => messages.some(({ event }) => event === 'stale'))
    await sleep(2200)
    await closeDatabase()
    provideEnv({ DATABASE_URL })
    // Late, as their instance could not write them: longer ago than what is looked for each second
    for (let second = at + 1; second < at + 12; second++) await measured('away', second, second - at + 1)
    await stream.until(() => pointsOf(stream).size >= 11, 3000)
    expect([...pointsOf(stream)].filter(([second]) => second > at)).toEqual(
      Array.from({ length: 11 }, (_, index) => [at + 1 + index, index + 2]),
    )
    expect(stream.messages.filter(({ event }) => event !== undefined).map(({ event }) => event)).toEqual(['stale'])
  })
})

describe('who may watch', () => {
  test.each(['manager', 'user'] as const)('not somebody with the role %s, nor read the figures', async (role) => {
    const headers = { Authorization: `Bearer ${api.tokens[role]}` }
    expect((await watch('', headers)).status).toBe(403)
    expect(await api.send('GET', '/performance', { as: role })).toMatchObject({
      status: 403,
      json: { code: 'forbidden' },
    })
  })

  test('nobody who is not signed in, or asks for what there is not', async () => {
    expect((await watch('', { Authorization: 'Bearer roster_no' })).status).toBe(401)
    expect((await watch('?range=2y')).status).toBe(400)
    expect((await watch('?expand=all')).status).toBe(400)
    const { status, json } = await api.send('GET', '/performance?from=5')
    expect([status, Object.keys(json.fields)]).toEqual([400, ['to']])
    expect((await watch('?instance=%00')).status).toBe(400)
    expect((await api.send('GET', '/performance?instance=%00')).status).toBe(400)
  })

  test('until the session ends, or the role: then the stream does, within about a second', async () => {
    const admin = await newUser({ role: 'admin' })
    const limits = { sessionIdleMinutes: 60, sessionDays: 1 }
    const signedIn = async () => {
      const { token } = await startSession(database(), admin.id, { ip: null, userAgent: null }, limits)
      const headers = { Cookie: `${sessionCookieName()}=${token}`, Authorization: '' }
      const stream = await openStream(api.opened.port, '/api/performance/stream', { Cookie: headers.Cookie })
      streams.push(stream)
      expect(stream.status).toBe(200)
      return stream
    }
    const stream = await signedIn()
    const other = await watch()
    const beganAt = performance.now()
    await endAllSessions(await newActor('admin'), admin.id)
    await stream.ended
    expect(performance.now() - beganAt).toBeLessThan(1800)
    expect(stream.messages.at(-1)?.event).toBe('reconnect')

    const next = await signedIn()
    await changeUserRole(system(), admin.id, 'manager')
    await next.ended
    // Nobody else's
    await sleep(50)
    expect(other.messages.at(-1)?.event).toBeUndefined()
  })
})

/** Those of the pool are closed already; the stream has one of its own. */
async function cutConnections(connectionString: string | undefined): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)
  await client.end()
}
