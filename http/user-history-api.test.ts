import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { suspendUser } from '@/server/users/user-access-service'
import { newUser, system } from '@/server/users/user-test-people'
import { type OpenedApi, openApi } from './api-fixture'

let api: OpenedApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const changes = (id: string, query = '', as: 'admin' | 'manager' | 'user' = 'admin') =>
  api.send('GET', `/users/${id}/changes${query}`, { as })

/** Somebody with as many changes as their version says. */
async function renamed(times: number) {
  const { id, email } = await newUser({ name: 'Name 1' })
  for (let version = 1; version < times; version++) {
    const headers = { 'If-Match': `"${version}"` }
    await api.send('PATCH', `/users/${id}`, { body: { name: `Name ${version + 1}` }, headers })
  }
  return { id, email }
}

describe('the changes of a user', () => {
  test('say field by field what was, what is, who made it so, and why', async () => {
    const { id, email } = await renamed(1)
    const asked = await api.send('POST', `/users/${id}/suspend`, { body: { reason: 'On leave' } })
    const { status, json } = await changes(id)
    expect(status).toBe(200)
    expect(json.page).toEqual({ next: null, previous: null, limit: 50 })
    expect(json.data).toEqual([
      {
        eventId: expect.any(String),
        version: 2,
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
        actor: { id: api.ids.admin, label: expect.stringMatching(/^The admin </) },
        via: 'api',
        action: 'user.suspended',
        reason: 'On leave',
        before: { status: 'active', statusReason: null },
        after: { status: 'suspended', statusReason: 'On leave' },
        requestId: asked.headers['x-request-id'],
      },
      expect.objectContaining({
        version: 1,
        action: 'user.created',
        actor: { id: null, label: 'Test' },
        before: {},
        after: { name: 'Name 1', email, role: 'user', status: 'active' },
      }),
    ])
  })

  test('are read page by page, there and back, also while more are made', async () => {
    const { id } = await renamed(5)
    const versions = ({ json }: { json: { data: { version: number }[] } }) => json.data.map(({ version }) => version)
    const first = await changes(id, '?limit=2')
    expect([versions(first), first.json.page.previous]).toEqual([[5, 4], null])
    await suspendUser(system(), id, null)
    const second = await changes(id, `?limit=2&cursor=${first.json.page.next}`)
    const third = await changes(id, `?limit=2&cursor=${second.json.page.next}`)
    expect([versions(second), versions(third), third.json.page.next]).toEqual([[3, 2], [1], null])
    const back = await changes(id, `?limit=2&cursor=${third.json.page.previous}`)
    expect([versions(back), back.json.page.next, back.json.page.previous]).toEqual([[3, 2], 'older.2', 'newer.3'])
    // What is new stands on the page before: whole, and as the first one when that is the top
    const top = await changes(id, '?limit=2&cursor=newer.5')
    expect([versions(top), top.json.page.previous]).toEqual([[6, 5], null])
  })

  test.each([
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=1e1', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?cursor=junk', 'cursor'],
    ['?cursor=older.0', 'cursor'],
    ['?cursor=older.9999999999', 'cursor'],
    ['?cursor=', 'cursor'],
    ['?sort=name', 'sort'],
  ])('refuse %s and name it', async (query, name) => {
    const { status, json } = await changes(api.ids.user, query)
    expect([status, json.code, Object.keys(json.fields)]).toEqual([400, 'invalid', [name]])
  })

  test('are for those who look after the user: others are refused, or find nobody', async () => {
    const user = await newUser()
    expect((await changes(user.id, '', 'manager')).status).toBe(200)
    expect(await changes(api.ids.admin, '', 'manager')).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    expect(await changes(user.id, '', 'user')).toMatchObject({ status: 404, json: { code: 'not_found' } })
    expect((await changes(api.ids.user, '', 'user')).status).toBe(403)
    expect((await changes(randomUUID())).status).toBe(404)
    expect(await changes('7')).toMatchObject({ status: 400, json: { code: 'invalid_id' } })
    expect((await api.send('GET', `/users/${user.id}/changes`, { as: null })).status).toBe(401)
  })

  test('answer HEAD without a body', async () => {
    const { status, headers, body } = await api.send('HEAD', `/users/${api.ids.user}/changes`)
    expect([status, headers['content-type'], body]).toEqual([200, 'application/json', ''])
  })
})
