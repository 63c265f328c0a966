import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alerts } from '@/drizzle/schema'
import type { Actor } from '@/server/auth/actor'
import { recordStart } from '@/server/instances/instance-service'
import { takeFigures, timer } from '@/server/measure'
import { emptyFigures, type Figures } from '@/server/performance/figures'
import type { PerformanceView } from '@/server/performance/performance'
import { PerformanceRecorder } from '@/server/performance/performance-recorder'
import { performanceRepository } from '@/server/performance/performance-repository'
import { readPerformance } from '@/server/performance/performance-service'
import { database } from '@/server/platform/database'
import { getSettings, updateSettings } from '@/server/settings/settings-service'
import { suspendUser } from '@/server/users/user-access-service'
import { newActor, newUser } from '@/server/users/user-test-people'
import { version } from '@/server/version'

let admin: Actor
beforeAll(async () => {
  admin = await newActor('admin')
})

const now = () => Math.floor(Date.now() / 1000)
const of = (requests: number, more: Partial<Figures> = {}): Figures => ({
  ...emptyFigures,
  counters: { 'http.requests': requests },
  ...more,
})
const measured = (instance: string, at: number, figures: Figures) =>
  performanceRepository(database()).write(instance, [{ step: 1, at, figures }])

const shares = { p50Ms: 0.5, p95Ms: 0.95, p99Ms: 0.99 } as const
function exact(values: number[], share: number): number {
  return values.sort((one, other) => one - other)[Math.max(1, Math.ceil(share * values.length)) - 1] ?? Number.NaN
}

describe('percentiles', () => {
  test('of two instances over time are within 1 % of those of all requests, sorted', async () => {
    takeFigures()
    const begin = now() - 100
    const all: number[] = []
    const inTens = new Map<number, number[]>()
    for (const [name, slowness] of [
      ['exact-a', 1],
      ['exact-b', 9],
    ] as const) {
      const recorder = new PerformanceRecorder(name)
      const requests = timer('http', 'GET /exact 2xx')
      for (let at = begin; at < begin + 90; at++) {
        for (let count = 0; count < 40; count++) {
          // Between 0.2 ms and some seconds, most of them fast; the two differ
          const us = Math.round(slowness * 200 * Math.exp(6 * Math.random() ** 3))
          requests.record(us)
          all.push(us / 1000)
          const ten = Math.floor(at / 10) * 10
          inTens.set(ten, [...(inTens.get(ten) ?? []), us / 1000])
        }
        recorder.look((at + 1) * 1000)
      }
      await recorder.stop(Date.now())
      await recorder.write(Date.now())
    }
    const view = await readPerformance(admin, { range: '1h' })
    const route = view.routes.find((each) => each.route === '/exact')
    expect(route).toMatchObject({ method: 'GET', requests: 7200, errors: 0, errorRatio: 0, maxMs: Math.max(...all) })
    for (const [name, share] of Object.entries(shares)) {
      const told = route?.[name as keyof typeof shares] ?? Number.NaN
      expect(Math.abs(told - exact(all, share)) / exact(all, share), name).toBeLessThanOrEqual(0.01)
    }
    const whole = [...inTens].filter(([, values]) => values.length === 800)
    expect(whole.length).toBeGreaterThan(6)
    for (const [ten, values] of whole) {
      const point = view.points.find(({ at }) => at === ten)
      const right = exact(values, 0.99)
      expect(Math.abs((point?.p99Ms ?? Number.NaN) - right) / right).toBeLessThanOrEqual(0.01)
    }
    expect(view.instances).toEqual(expect.arrayContaining(['exact-a', 'exact-b']))
  })

  test('of the routes count each request once, wherever the range begins', async () => {
    const recorder = new PerformanceRecorder('whole')
    takeFigures()
    const end = now()
    // Across ends of minutes and perhaps of an hour
    for (let at = end - 200; at < end; at++) {
      timer('http', 'GET /whole 5xx').record(1000)
      recorder.look((at + 1) * 1000)
    }
    await recorder.stop(Date.now())
    await recorder.write(Date.now())
    const requestsIn = (view: PerformanceView) => view.routes.find(({ route }) => route === '/whole')?.requests
    for (const range of ['5m', '1h', '6h', '24h', '7d', '30d'] as const) {
      expect(requestsIn(await readPerformance(admin, { range, instance: 'whole' })), range).toBe(200)
    }
    const part = await readPerformance(admin, { range: '1h', from: end - 150, to: end - 50 })
    expect([part.step, requestsIn(part)]).toEqual([1, 100])
  })
})

describe('a view', () => {
  const instance = 'view'
  const read = async (from: number, to: number, name: string = instance) =>
    readPerformance(admin, { range: '1h', from, to, instance: name })

  test('adds up what instances did, or tells of one', async () => {
    const at = now() - 20
    await measured('sum-a', at, of(5, { gauges: { 'pool.inUse': { sum: 2, samples: 1, max: 2 } } }))
    await measured('sum-b', at, of(7, { gauges: { 'pool.inUse': { sum: 4, samples: 1, max: 4 } } }))
    const { points } = await readPerformance(admin, { range: '1h', from: at, to: at + 1 })
    expect(points).toMatchObject([{ at, seconds: 1, requests: 12, requestsPerSecond: 12, poolInUse: 6 }])
    expect((await read(at, at + 1, 'sum-b')).points).toMatchObject([{ requests: 7, poolInUse: 4 }])
    // Who else there is, is told all the same
    expect((await read(at, at + 1, 'sum-b')).instances).toEqual(expect.arrayContaining(['sum-a', 'sum-b']))
  })

  test('has no ratio and no percentile of nothing', async () => {
    const at = now() - 30
    await measured(instance, at, of(0, { counters: {} }))
    const { points, routes, operations } = await read(at, at + 1)
    expect(points).toMatchObject([
      {
        requests: 0,
        requestsPerSecond: 0,
        p99Ms: null,
        maxMs: null,
        errorRatio: null,
        cacheHitRatio: null,
        active: null,
      },
    ])
    expect([routes, operations]).toEqual([[], []])
    expect(JSON.stringify(points)).not.toMatch(/NaN|Infinity/)
  })

  test('leaves a gap where nothing was measured', async () => {
    const at = now() - 60
    for (const second of [at, at + 1, at + 5]) await measured('gap', second, of(1))
    expect((await read(at, at + 8, 'gap')).points.map((point) => point.at)).toEqual([at, at + 1, at + 5])
  })

  test('does not take the instance before a restart and the one after it for two at once', async () => {
    const ten = Math.floor(now() / 10) * 10 - 40
    const level = (seconds: number) => ({
      'resident.bytes': { sum: 100 * seconds, samples: seconds, max: 100 },
      'pool.inUse': { sum: 4 * seconds, samples: seconds, max: 4 },
    })
    const write = (name: string, requests: number, seconds: number) =>
      performanceRepository(database()).write(name, [
        { step: 10, at: ten, figures: of(requests, { gauges: level(seconds) }) },
      ])
    await write('turn-1', 60, 6)
    await write('turn-2', 40, 4)
    const { points } = await readPerformance(admin, { range: '1h', from: ten, to: ten + 3000 })
    const point = points.find(({ at }) => at === ten)
    expect(point).toMatchObject({ requests: 100, requestsPerSecond: 10, poolInUse: 4 })
  })

  test('has no more points than can be told apart, and the finest that is kept', async () => {
    const stepOf = async (ago: number, long: number) => {
      const from = now() - ago
      return (await readPerformance(admin, { range: '1h', from, to: from + long })).step
    }
    expect(await stepOf(300, 60)).toBe(1)
    expect(await stepOf(3000, 1800)).toBe(5)
    expect(await stepOf(7200, 60)).toBe(10)
    expect(await stepOf(3 * 86_400, 300)).toBe(60)
    expect(await stepOf(3 * 86_400, 86_400)).toBe(300)
    expect(await stepOf(90 * 86_400, 90 * 86_400)).toBe(21_600)
  })

  test('that several ask for at once is made once', async () => {
    const other = await newActor('admin')
    const [one, two] = await Promise.all([
      readPerformance(admin, { range: '24h' }),
      readPerformance(other, { range: '24h' }),
    ])
    expect(one).toBe(two)
    expect(await readPerformance(admin, { range: '24h', instance: 'nobody' })).not.toBe(one)
  })

  test.each(['manager', 'user'] as const)(
    'is not for a %s, even when an administrator has just asked',
    async (role) => {
      await readPerformance(admin, { range: '7d' })
      await expect(readPerformance(await newActor(role), { range: '7d' })).rejects.toMatchObject({ code: 'forbidden' })
    },
  )

  test('tells of each part in words, also where nothing happened', async () => {
    const at = now() - 5
    await measured('parts', at, {
      counters: {
        'cache.hits': 94,
        'cache.misses': 6,
        'http.limited': 2,
        'limiter.refused|session': 2,
        'sign-in.failed': 1,
      },
      gauges: {
        'breaker|webhook': { sum: 2, samples: 1, max: 2 },
        'disk.freeRatio': { sum: 0.07, samples: 1, max: 0.07 },
      },
      timers: { 'sign-in': { count: 3, sumUs: 300_000, maxUs: 100_000, buckets: [700, 3] } },
    })
    const { parts } = await read(at - 5, at + 5, 'parts')
    const part = (id: string) => parts.find((each) => each.id === id)
    expect(part('cache')).toMatchObject({ state: 'ok', figure: '94.0 % hit' })
    expect(part('sign-ins')).toMatchObject({ state: 'ok', figure: '3 sign-ins a minute' })
    expect(part('limits')).toMatchObject({ state: 'warn', figure: '2 refused', detail: '2 by session' })
    expect(part('breaker|webhook')).toMatchObject({ state: 'bad', figure: 'Open', canReset: true })
    expect(part('disk')).toMatchObject({ state: 'warn', figure: '7.0 % free' })
    expect(part('statements')).toMatchObject({ state: 'idle', figure: 'None' })
    expect(parts.map(({ figure, detail }) => figure + detail).join()).not.toMatch(/NaN|undefined|null/)
  })
})

describe('marks', () => {
  const range = { range: '1h' } as const
  const labelled = async (text: string) => {
    // Another second, another view
    const { marks } = await readPerformance(admin, { ...range, instance: randomUUID() })
    return marks.filter(({ label }) => label.includes(text))
  }

  test('name whom it was done to, and how many where they are several', async () => {
    const priya = { ...(await newActor('admin')), name: `Priya ${randomUUID()}` }
    const tom = await newUser({ name: 'Tom Berg' })
    await suspendUser(priya, tom.id, null)
    const [one] = await labelled(priya.name)
    expect(one).toMatchObject({ kind: 'change', label: `${priya.name} suspended Tom Berg`, href: `/users/${tom.id}` })

    const amara = { ...(await newActor('admin')), name: `Amara ${randomUUID()}` }
    for (let count = 0; count < 3; count++) await suspendUser(amara, (await newUser()).id, null)
    const many = await labelled(amara.name)
    // Of one moment, or of two where a point ended meanwhile
    const users = many.map(({ label }) => Number(/suspended (\d) users/.exec(label)?.[1] ?? 1))
    expect(users.reduce((sum, each) => sum + each, 0)).toBe(3)
    const href = many.find(({ label }) => label.endsWith('users'))?.href ?? ''
    expect(href).toMatch(/^\/audit\?/)
    expect(Object.fromEntries(new URLSearchParams(href.slice(7)))).toMatchObject({
      action: 'user.suspended',
      actor: amara.id,
    })
  })

  test('tell of settings, of starts and of alerts', async () => {
    const { value, version: settingsVersion } = await getSettings(admin)
    await updateSettings(admin, settingsVersion, { ...value, sessionDays: value.sessionDays + 1 })
    expect((await labelled('changed the settings'))[0]).toMatchObject({ kind: 'change', href: '/settings' })
    await recordStart()
    expect((await labelled(`Roster ${version} started`))[0]).toMatchObject({ kind: 'deploy' })
    const beganAt = new Date(Date.now() - 60_000)
    const alert = { severity: 'warning', threshold: 5, forSeconds: 0, figure: 9, worst: 9, beganAt, firedAt: beganAt }
    await database()
      .insert(alerts)
      .values([
        { ...alert, id: randomUUID(), rule: 'p99', resolvedAt: new Date() },
        { ...alert, id: randomUUID(), rule: 'memory' },
        { ...alert, id: randomUUID(), rule: 'disk', isTest: true },
      ])
    const { marks } = await readPerformance(admin, { ...range, instance: randomUUID() })
    const found = marks.filter(({ kind }) => kind === 'alert')
    expect(found).toHaveLength(2)
    expect(found.map(({ until }) => until === null).sort()).toEqual([false, true])
    expect(marks.map(({ at }) => at)).toEqual(marks.map(({ at }) => at).sort((one, other) => one - other))
  })

  test('are only what was done, and what somebody did to others', async () => {
    const manager = { ...(await newActor('manager')), name: `Manager ${randomUUID()}` }
    const chief = await newUser({ role: 'admin' })
    await suspendUser(manager, chief.id, null).catch(() => {})
    expect(await labelled(manager.name)).toEqual([])
  })
})

afterAll(() => takeFigures())
