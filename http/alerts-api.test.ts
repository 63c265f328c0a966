import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alerts } from '@/drizzle/schema'
import { database } from '@/server/platform/database'
import { alertOperations } from './alert-operations'
import { type OpenedApi, openApi } from './api-fixture'

let api: OpenedApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

describe('alerts over REST', () => {
  test.each(alertOperations)('$id is for administrators', async ({ method, path, body }) => {
    const address = path.replace('{id}', randomUUID()).replace('{rule}', 'p99')
    for (const as of ['manager', 'user'] as const) {
      const headers = { 'If-Match': '"1"' }
      const asked = await api.request(method.toUpperCase(), address, { as, body: body?.example, headers })
      expect([asked.status, asked.json.code]).toEqual([403, 'forbidden'])
    }
  })

  test('an open alert is listed, acknowledged once, and stays in the history', async () => {
    const id = randomUUID()
    const times = { beganAt: new Date(), firedAt: new Date() }
    const figures = { threshold: 500, figure: 562, worst: 600, forSeconds: 60 }
    await database()
      .insert(alerts)
      .values({ id, rule: 'p99', severity: 'warning', ...times, ...figures })
    const listed = await api.send('GET', '/alerts?open')
    expect(listed.json.data).toMatchObject([{ id, name: 'Response time', unit: 'ms', acknowledgedBy: null }])
    const { json } = await api.send('POST', `/alerts/${id}/acknowledge`)
    expect(json.acknowledgedBy).toMatch(/^The admin </)
    expect((await api.send('POST', `/alerts/${id}/acknowledge`)).json.code).toBe('conflict')
    expect((await api.send('GET', '/alerts?limit=1')).json.data).toMatchObject([{ id }])
    expect((await api.send('GET', '/alerts?open=no')).status).toBe(400)
    expect((await api.send('GET', '/alerts?cursor=x')).json.fields).toHaveProperty('cursor')
  })

  test('a rule is changed on its version, by the figures that it allows', async () => {
    const read = await api.send('GET', '/alert-rules/disk')
    expect(read.json).toMatchObject({ rule: 'disk', isBad: 'below', threshold: 10, unit: '%', version: 1 })
    const headers = { 'If-Match': String(read.headers.etag) }
    const wrong = await api.send('PATCH', '/alert-rules/disk', { headers, body: { threshold: 101 } })
    expect([wrong.status, wrong.json.fields]).toEqual([400, { threshold: ['Enter at most 100'] }])
    const changed = await api.send('PATCH', '/alert-rules/disk', { headers, body: { threshold: 20 } })
    expect([changed.json.threshold, changed.headers.etag]).toEqual([20, '"2"'])
    expect((await api.send('PATCH', '/alert-rules/disk', { headers, body: { threshold: 30 } })).status).toBe(412)
    expect((await api.send('GET', '/alert-rules/moon')).json.code).toBe('invalid_id')
  })

  test('a webhook tells its secret once', async () => {
    const made = await api.send('POST', '/webhooks', { body: { name: 'Chat', url: 'https://hooks.example.com/x' } })
    expect([made.status, made.json.secret]).toEqual([201, expect.stringMatching(/^roster_webhook_/)])
    const read = await api.request('GET', String(made.headers.location))
    expect(read.json).not.toHaveProperty('secret')
    const wrong = await api.send('POST', '/webhooks', { body: { name: '', url: 'ftp://x.example' } })
    expect(Object.keys(wrong.json.fields)).toEqual(['name', 'url'])
  })
})
