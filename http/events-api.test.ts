import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getSettings, updateSettings } from '@/server/settings/settings-service'
import { newActor, newUser } from '@/server/users/user-test-people'
import { type OpenedApi, openApi } from './api-fixture'

let api: OpenedApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const events = (query = '', as: 'admin' | 'manager' | 'user' = 'admin') => api.send('GET', `/events${query}`, { as })

describe('the events', () => {
  test('are named field by field, with their changes, newest first', async () => {
    const { id, email } = await newUser({ name: 'Ada Lovelace' })
    const asked = await api.send('PUT', `/users/${id}/role`, { body: { role: 'manager' } })
    const { status, json } = await events(`?subject=${id}`)
    expect(status).toBe(200)
    expect(json.page).toEqual({ next: null, previous: null, limit: 50 })
    const subject = { kind: 'user', id, label: `Ada Lovelace <${email}>` }
    expect(json.data).toEqual([
      {
        id: expect.any(String),
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
        actor: { id: api.ids.admin, label: expect.stringMatching(/^The admin </) },
        via: 'api',
        action: 'user.role-changed',
        subject,
        outcome: 'done',
        code: null,
        reason: null,
        details: {},
        changes: [{ subject, version: 2, before: { role: 'user' }, after: { role: 'manager' } }],
        ip: '127.0.0.1',
        userAgent: null,
        requestId: asked.headers['x-request-id'],
      },
      expect.objectContaining({ action: 'user.created', actor: { id: null, label: 'Test' } }),
    ])
  })

  test('are filtered as asked, and read page by page, there and back', async () => {
    const { id } = await newUser()
    for (const verb of ['lock', 'unlock', 'suspend', 'reactivate', 'lock'])
      await api.send('POST', `/users/${id}/${verb}`)
    const refused = await api.send('POST', `/users/${id}/suspend`, { as: 'user' })
    const actions = ({ json }: { json: { data: { action: string }[] } }) => json.data.map(({ action }) => action)
    expect(actions(await events(`?subject=${id}&action=user.locked,user.suspended&outcome=done`))).toEqual([
      'user.locked',
      'user.suspended',
      'user.locked',
    ])
    const { json } = await events(`?request=${refused.headers['x-request-id']}&outcome=refused`)
    expect(json.data).toMatchObject([{ code: 'not_found', actor: { id: api.ids.user }, changes: [] }])
    expect(actions(await events(`?subject=${id}&from=2100-01-01`))).toEqual([])
    expect(actions(await events(`?subject=${id}&actor=${api.ids.admin}&via=api&limit=1`))).toEqual(['user.locked'])

    const first = await events(`?subject=${id}&limit=4`)
    const second = await events(`?subject=${id}&limit=4&cursor=${first.json.page.next}`)
    expect(actions(second)).toEqual(['user.unlocked', 'user.locked', 'user.created'])
    expect([first.json.page.previous, second.json.page.next]).toEqual([null, null])
    expect((await events(`?subject=${id}&limit=4&cursor=${second.json.page.previous}`)).json.data).toEqual(
      first.json.data,
    )
  })

  test.each([
    ['?who=ada', 'who'],
    ['?action=user.eaten', 'action'],
    ['?via=post', 'via'],
    ['?outcome=maybe', 'outcome'],
    ['?from=yesterday', 'from'],
    ['?from=2026-02-02&to=2026-01-01', 'to'],
    ['?actor=%00', 'actor'],
    [`?subject=${'a'.repeat(201)}`, 'subject'],
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?cursor=junk', 'cursor'],
    ['?cursor=older.99999999999999999999', 'cursor'],
  ])('refuse %s and name it', async (query, name) => {
    const { status, json } = await events(query)
    expect([status, json.code]).toEqual([400, 'invalid'])
    expect(Object.keys(json.fields)).toEqual([name])
  })

  test('are for administrators', async () => {
    expect(await events('', 'manager')).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    expect((await events('', 'user')).status).toBe(403)
    expect((await api.send('GET', '/events?who=ada', { as: null })).status).toBe(401)
  })
})

describe('undoing', () => {
  const undo = (eventId: string, sent: Parameters<OpenedApi['send']>[2] = {}) =>
    api.send('POST', `/events/${eventId}/undo`, sent)
  const change = async (id: string, version: number, body: object) =>
    api.send('PATCH', `/users/${id}`, { body, headers: { 'If-Match': `"${version}"` } })
  const lastEvent = async (id: string) => (await api.send('GET', `/users/${id}/changes?limit=1`)).json.data[0].eventId

  test('answers the user as they are afterwards, with their version', async () => {
    const { id } = await newUser({ name: 'Ada' })
    await change(id, 1, { name: 'Augusta' })
    const undone = await undo(await lastEvent(id))
    expect(undone).toMatchObject({ status: 200, json: { id, name: 'Ada', version: 3 }, headers: { etag: '"3"' } })
    expect((await api.send('GET', `/users/${id}`)).json).toEqual(undone.json)
    // It is a change itself
    expect(await undo(await lastEvent(id))).toMatchObject({ status: 200, json: { name: 'Augusta', version: 4 } })
  })

  test('leaves what has changed since, and is refused when that is all', async () => {
    const { id, email } = await newUser({ name: 'Ada' })
    await change(id, 1, { name: 'Augusta', email: `other.${email}` })
    const both = await lastEvent(id)
    await change(id, 2, { name: 'Countess' })
    expect(await undo(both)).toMatchObject({ status: 200, json: { name: 'Countess', email } })
    expect(await undo(both)).toMatchObject({ status: 409, json: { code: 'conflict' } })
  })

  test('with an Idempotency-Key is done once, and answered every time', async () => {
    const { id } = await newUser({ name: 'Ada' })
    await change(id, 1, { name: 'Augusta' })
    const eventId = await lastEvent(id)
    const headers = { 'Idempotency-Key': randomUUID() }
    const first = await undo(eventId, { headers })
    const again = await undo(eventId, { headers })
    expect(again).toMatchObject({
      status: 200,
      body: first.body,
      headers: { 'idempotency-replayed': 'true', etag: '"3"' },
    })
    expect((await api.send('GET', `/users/${id}`)).json.version).toBe(3)
    expect(await undo(randomUUID(), { headers })).toMatchObject({ status: 422, json: { code: 'request_mismatch' } })
  })

  test('of two at once one is done', async () => {
    const { id } = await newUser({ name: 'Ada' })
    await change(id, 1, { name: 'Augusta' })
    const eventId = await lastEvent(id)
    const both = await Promise.all([undo(eventId), undo(eventId)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('a change of the settings answers what was done', async () => {
    const admin = await newActor('admin')
    const { value, version } = await getSettings(admin)
    const { eventId } = await updateSettings(admin, version, { ...value, sessionDays: 3 })
    const undone = await undo(eventId ?? '')
    const subject = { kind: 'settings', id: 'settings', label: 'Settings' }
    expect(undone.json).toEqual({ eventId: expect.any(String), subject, kept: [] })
    expect(undone.headers.etag).toBeUndefined()
    expect((await getSettings(admin)).value.sessionDays).toBe(value.sessionDays)
  })

  test('is refused for what can’t be undone, is not there, or is not one’s own to change', async () => {
    const { id } = await newUser({ name: 'Ada', role: 'manager' })
    await change(id, 1, { name: 'Augusta' })
    const eventId = await lastEvent(id)
    expect(await undo(eventId, { as: 'manager' })).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    expect(await undo(eventId, { as: 'user' })).toMatchObject({ status: 404 })
    expect((await undo(eventId, { as: null })).status).toBe(401)
    expect(await undo(randomUUID())).toMatchObject({ status: 404, json: { code: 'not_found' } })
    expect(await undo('7')).toMatchObject({ status: 400, json: { code: 'invalid_id' } })
    expect(await undo(eventId, { body: { all: true } })).toMatchObject({
      status: 400,
      json: { fields: { all: ['This field is not known here.'] } },
    })
    const refusal = (await events(`?subject=${id}&outcome=refused`)).json.data[0]
    expect(await undo(refusal.id)).toMatchObject({ status: 400, json: { code: 'invalid' } })
  })
})
