import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { provideEnv } from '@/server/env'
import { counter, gauge, takeFigures, timer, watch } from '@/server/measure'
import { type OpenedApi, openApi } from './api-fixture'
import { ask, askRaw } from './door-fixture'

const secret = 'a-token-for-prometheus'
let api: OpenedApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const scrape = async (authorization?: string) => {
  // As the recorder does each second
  takeFigures()
  const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization }
  return ask(api.opened.port, { path: '/metrics', headers })
}
const sample = (text: string, line: string) => {
  const found = text.split('\n').find((each) => each.startsWith(`${line} `))
  return found === undefined ? undefined : Number(found.slice(line.length + 1))
}

describe('metrics', () => {
  test('are refused to everybody where no token is set', async () => {
    for (const each of [undefined, 'Bearer ', 'Bearer undefined', `Bearer ${api.tokens.admin}`]) {
      expect((await scrape(each)).status).toBe(401)
    }
  })

  test('are for whoever sends the token, and for no administrator, manager or user', async () => {
    provideEnv({ METRICS_TOKEN: secret })
    const { status, headers } = await scrape(`Bearer ${secret}`)
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      'no-store',
    ])
    const others = [
      undefined,
      secret,
      `Basic ${secret}`,
      `Bearer ${secret}x`,
      ...Object.values(api.tokens).map((token) => `Bearer ${token}`),
    ]
    for (const each of others) expect((await scrape(each)).status, each).toBe(401)
  })

  test('count every request of every door by its route, and never by an id', async () => {
    const line = (method: string, route: string, status: number) =>
      `http_requests_total{method="${method}",route="${route}",status="${status}"}`
    const before = (await scrape(`Bearer ${secret}`)).body
    for (let round = 0; round < 3; round++) {
      await api.request('GET', `/api/v1/users/${api.ids.user}`)
      await api.request('GET', `/api/v1/users/${api.ids.user}`, { as: null })
      await api.request('GET', `/no-such-page-${round}`)
      await api.request('BREW', '/users')
      await askRaw(api.opened.port, 'nonsense\r\n\r\n')
    }
    const { body } = await scrape(`Bearer ${secret}`)
    const more = (name: string) => (sample(body, name) ?? 0) - (sample(before, name) ?? 0)
    expect(more(line('GET', '/api/v1/users/[id]', 200))).toBe(3)
    expect(more(line('GET', '/api/v1/users/[id]', 401))).toBe(3)
    expect(more(line('GET', '(other)', 200))).toBe(3)
    expect(more(line('OTHER', '(malformed)', 400)) + more(line('OTHER', '(other)', 405))).toBe(6)
    expect(more('http_request_duration_seconds_count{method="GET",route="/api/v1/users/[id]",status="2xx"}')).toBe(3)
    expect(body).not.toContain(api.ids.user)
    expect(body).not.toContain('no-such-page')
  })

  test('tell what any part of the program measures by a line of its own', async () => {
    counter('rows.read', 'csv').add(5)
    timer('service', 'greet somebody done').record(30_000)
    timer('service', 'greet somebody done').record(3_000_000)
    gauge('rows.waiting', 7)
    watch('feed.lagMs', () => 1500)
    const { body } = await scrape(`Bearer ${secret}`)
    expect(sample(body, 'roster_rows_read_total{label="csv"}')).toBe(5)
    expect(sample(body, 'roster_rows_waiting')).toBe(7)
    expect(sample(body, 'roster_feed_lag_seconds')).toBe(1.5)
    const duration = (part: string, le = '') =>
      sample(body, `roster_operation_duration_seconds_${part}{operation="greet somebody",outcome="done"${le}}`)
    expect([duration('count'), duration('sum')]).toEqual([2, 3.03])
    expect([
      duration('bucket', ',le="0.025"'),
      duration('bucket', ',le="0.05"'),
      duration('bucket', ',le="+Inf"'),
    ]).toEqual([0, 1, 2])
  })

  test('only ever rise where they count', async () => {
    counter('rows.read', 'csv').add(2)
    expect(sample((await scrape(`Bearer ${secret}`)).body, 'roster_rows_read_total{label="csv"}')).toBe(7)
    expect(sample((await scrape(`Bearer ${secret}`)).body, 'roster_rows_read_total{label="csv"}')).toBe(7)
  })

  test('are well-formed: each family once, with help and type before its samples, and counters named as such', async () => {
    const { body } = await scrape(`Bearer ${secret}`)
    const types = new Map<string, string>()
    for (const line of body.split('\n').filter(Boolean)) {
      const [, name = '', type = ''] = /^# TYPE (\S+) (\w+)$/.exec(line) ?? []
      if (name) {
        expect(types.has(name), name).toBe(false)
        types.set(name, type)
        if (type === 'counter') expect(name).toMatch(/_total$/)
      } else if (!line.startsWith('# HELP ')) {
        const [, sampleName = ''] = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})? -?[\d.e+-]+(?:Nan|Inf)?$/.exec(line) ?? []
        expect(types.has(sampleName) || types.has(sampleName.replace(/_(bucket|sum|count)$/, '')), line).toBe(true)
      }
    }
    expect(types.size).toBeGreaterThan(20)
  })

  test('stay few: labels that somebody could make up are counted as one', async () => {
    for (let at = 0; at < 3000; at++) counter('made-up', `label-${at}`).add()
    const { body } = await scrape(`Bearer ${secret}`)
    expect(body.split('\n').filter((line) => line.startsWith('roster_made_up_total{')).length).toBeLessThan(1100)
    expect(sample(body, 'roster_made_up_total{label="other"}')).toBe(2000)
  })
})
