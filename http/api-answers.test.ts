import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alerts } from '@/drizzle/schema'
import { createWebhook, updateWebhook } from '@/server/alerts/webhook-service'
import { sessionCookieName } from '@/server/auth/auth-session'
import { provideEnv } from '@/server/env'
import { lookUpWithinLimits } from '@/server/limits/limits-service'
import { closeDatabase, database } from '@/server/platform/database'
import { startSession } from '@/server/sessions/session-service'
import { settingsAtHand } from '@/server/settings/settings-at-hand-service'
import { getSettings, updateSettings } from '@/server/settings/settings-service'
import { lockUser, setUserPassword, suspendUser } from '@/server/users/user-access-service'
import { deleteUser } from '@/server/users/user-service'
import { newActor, newUser, system } from '@/server/users/user-test-people'
import { type OpenedApi, openApi, type Received } from './api-fixture'
import { type Operation, refusalsOf } from './api-operation'
import { operations } from './api-operations'
import { answerSchemas } from './api-schemas'
import { bodyMaxBytes } from './request-check'

// Every operation is asked so that it gives every answer that is described, and each is held against its description

let api: OpenedApi
const given = new Map<string, Set<number>>(operations.map(({ id }) => [id, new Set()]))

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

type Asked = { id?: string; query?: string; headers?: Record<string, string>; body?: unknown; as?: 'admin' | null }

async function asked(operation: Operation, { id = randomUUID(), query, headers = {}, body, as }: Asked = {}) {
  const search = query ?? operation.query?.example ?? ''
  const path = `${operation.path.replace('{id}', id).replace('{rule}', 'p99')}?${search}`
  const received = await api.request(operation.method.toUpperCase(), path, {
    as: as === undefined && !operation.isOpen ? 'admin' : null,
    body: body ?? operation.body?.example,
    headers: { ...(operation.ifMatch === 'required' ? { 'If-Match': '"1"' } : {}), ...headers },
  })
  holdAgainst(operation, received)
  return received
}

function holdAgainst(operation: Operation, { status, headers, json, body }: Received): void {
  given.get(operation.id)?.add(status)
  const { answer } = operation
  if (status !== answer.status) {
    expect(refusalsOf(operation), `${operation.id}: ${body}`).toContain(status)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(answerSchemas.Problem.parse(json)).toMatchObject({ status, requestId: headers['x-request-id'] })
    return
  }
  if ('types' in answer) {
    expect(answer.types).toContain(String(headers['content-type']).split(';')[0])
    return
  }
  expect(headers['content-type']).toBe('application/json')
  const read = answer.json.map((name) => answerSchemas[name].safeParse(json))
  expect(
    read.some(({ success }) => success),
    JSON.stringify(read[0]?.error?.issues),
  ).toBe(true)
  // Where there are two, the headers are those of the first
  if (read[0]?.success)
    for (const name of answer.headers ?? []) expect(headers, name).toHaveProperty(name.toLowerCase())
}

/** Somebody to whom the operation can be done, or an event that can be undone; at version 1 where it is asked for. */
async function target({ id: operation, path }: Operation): Promise<string> {
  if (path.startsWith('/api/v1/webhooks')) return (await newWebhook()).id
  if (operation === 'acknowledgeAlert') return newAlert(null)
  const { id } = await newUser()
  if (operation === 'reactivateUser') await suspendUser(system(), id, 'On leave')
  if (operation === 'unlockUser') await lockUser(system(), id, null)
  if (operation === 'restoreUser') await deleteUser(system(), id)
  if (operation !== 'undoEvent') return id
  await suspendUser(system(), id, null)
  return (await api.send('GET', `/users/${id}/changes`)).json.data[0].eventId
}

/** Somebody with whom it can't be done as things are. */
async function conflict(operation: Operation): Promise<Asked> {
  if (operation.id === 'acknowledgeAlert') return { id: await newAlert(new Date()) }
  if (operation.id === 'testWebhook') {
    const { id, version } = await newWebhook()
    await updateWebhook(system(), id, version, { isOn: false })
    return { id }
  }
  const user = await newUser()
  if (operation.id === 'createUser') return { body: { name: 'Ada', email: user.email } }
  // The only administrator
  if (operation.id === 'deleteUser') return { id: api.ids.admin }
  if (operation.id === 'undoEvent') {
    const id = await target(operation)
    await asked(operation, { id })
    return { id }
  }
  await deleteUser(system(), user.id)
  if (operation.id === 'restoreUser') await newUser({ email: user.email })
  return { id: user.id, ...(operation.ifMatch ? { headers: { 'If-Match': '"2"' } } : {}) }
}

async function newWebhook() {
  return (await createWebhook(system(), { name: 'Chat', url: 'https://hooks.example.com' })).webhook
}

/** As the watch writes it; one of its rule at a time is open. */
async function newAlert(resolvedAt: Date | null): Promise<string> {
  await database().delete(alerts)
  const id = randomUUID()
  const times = { beganAt: new Date(), firedAt: new Date(), resolvedAt }
  const figures = { threshold: 1000, figure: 1200, worst: 1300, forSeconds: 1 }
  await database()
    .insert(alerts)
    .values({ id, rule: 'p99', severity: 'warning', ...times, ...figures })
  return id
}

function operationNamed(id: string): Operation {
  const found = operations.find((each) => each.id === id)
  if (!found) throw new Error(`there is no operation ${id}`)
  return found
}

const having = (status: number) => operations.filter((each) => refusalsOf(each).some((refusal) => refusal === status))

describe('as described', () => {
  test.each(operations)('$id does what it is asked', async (operation) => {
    const body = operation.id === 'createUser' ? { name: 'Ada', email: `ada.${randomUUID()}@roster.test` } : undefined
    const received = await asked(operation, { id: await target(operation), body })
    expect(received.status, received.body).toBe(operation.answer.status)
  })

  test('undoEvent answers what was done to the settings', async () => {
    const admin = await newActor('admin')
    const { value, version } = await getSettings(admin)
    const { eventId } = await updateSettings(admin, version, { ...value, sessionDays: value.sessionDays + 1 })
    const received = await asked(operationNamed('undoEvent'), { id: eventId ?? '' })
    expect(answerSchemas.UndoneSettings.parse(received.json)).toMatchObject({ kept: [] })
    await deleteUser(system(), admin.id ?? '')
  })

  test.each(having(400).filter(({ query }) => !query))('$id takes no parameter and names it', async (operation) => {
    const { status, json } = await asked(operation, { query: 'expand=all' })
    expect([status, Object.keys(json.fields)]).toEqual([400, ['expand']])
  })

  test.each(having(400).filter(({ query }) => query))(
    '$id refuses an unknown parameter and names it',
    async (operation) => {
      const { status, json } = await asked(operation, { query: `${operation.query?.example}&expand=all` })
      expect([status, Object.keys(json.fields)]).toEqual([400, ['expand']])
    },
  )

  test.each(having(400).filter(({ body }) => body))('$id refuses an unknown field and names it', async (operation) => {
    const { status, json } = await asked(operation, {
      id: await target(operation),
      body: { ...operation.body?.example, passwordHash: 'x' },
    })
    expect([status, json.fields]).toEqual([400, { passwordHash: ['This field is not known here.'] }])
  })

  test.each(having(404))('$id knows a junk id, and finds nobody else’s', async (operation) => {
    expect(await asked(operation, { id: 'junk' })).toMatchObject({ status: 400, json: { code: 'invalid_id' } })
    expect(await asked(operation)).toMatchObject({ status: 404, json: { code: 'not_found' } })
  })

  test.each(having(401))('$id asks who is there before anything else', async (operation) => {
    expect(await asked(operation, { as: null, query: 'expand=all' })).toMatchObject({
      status: 401,
      json: { code: 'unauthenticated' },
      headers: { 'www-authenticate': 'Bearer realm="Roster"' },
    })
  })

  test.each(having(403))('$id is not for whoever has yet to choose a password', async (operation) => {
    const { id } = await newUser({ role: 'admin' })
    await setUserPassword(system(), id, 'seventeen green bicycles')
    const limits = { sessionIdleMinutes: 60, sessionDays: 1 }
    const { token } = await startSession(database(), id, { ip: null, userAgent: null }, limits)
    const Origin = `http://127.0.0.1:${api.opened.port}`
    const headers = { Cookie: `${sessionCookieName()}=${token}`, Host: Origin.slice(7), Origin }
    expect(await asked(operation, { as: null, headers })).toMatchObject({
      status: 403,
      json: { code: 'password_change_required' },
    })
    await deleteUser(system(), id)
  })

  test.each(having(409))('$id says when it can’t be done', async (operation) => {
    const { status, body } = await asked(operation, await conflict(operation))
    expect(status, body).toBe(409)
  })

  test.each(having(412))('$id is done on the version that was meant, or not at all', async (operation) => {
    const { status, json } = await asked(operation, { id: await target(operation), headers: { 'If-Match': '"9"' } })
    expect([status, json.code]).toEqual([412, 'version_stale'])
    const junk = await asked(operation, { headers: { 'If-Match': '3' } })
    expect([junk.status, Object.keys(junk.json.fields)]).toEqual([400, ['If-Match']])
  })

  test.each(having(413))('$id takes no more than it can read', async (operation) => {
    const body = JSON.stringify({ name: 'x'.repeat(bodyMaxBytes) })
    expect((await asked(operation, { body })).status).toBe(413)
    const chunked = await asked(operation, { body, headers: { 'Transfer-Encoding': 'chunked' } })
    expect(chunked).toMatchObject({ status: 413, json: { code: 'too_large' } })
  })

  test.each(having(422))('$id takes a key for one request only', async (operation) => {
    const headers = { 'Idempotency-Key': randomUUID() }
    await api.send('POST', '/users', { headers, body: { name: 'Ada', email: `ada.${randomUUID()}@roster.test` } })
    expect(await asked(operation, { headers })).toMatchObject({ status: 422, json: { code: 'request_mismatch' } })
    const junk = await asked(operation, { headers: { 'Idempotency-Key': 'two words' } })
    expect([junk.status, Object.keys(junk.json.fields)]).toEqual([400, ['Idempotency-Key']])
  })

  test.each(having(428))('$id asks for the version', async (operation) => {
    const path = operation.path.replace('{id}', api.ids.user).replace('{rule}', 'p99')
    const received = await api.request(operation.method.toUpperCase(), path, { body: operation.body?.example })
    holdAgainst(operation, received)
    expect(received).toMatchObject({ status: 428, json: { code: 'version_required' } })
  })

  test('all say when to come back to whoever asks for too much', async () => {
    const admin = await newActor('admin')
    const { value } = await getSettings(admin)
    const limitTo = async (limits: { apiPerSecond: number; apiBurst: number }) => {
      await updateSettings(admin, (await getSettings(admin)).version, { ...value, ...limits })
      for (let tries = 0; settingsAtHand().apiBurst !== limits.apiBurst && tries < 200; tries++) await sleep(20)
    }
    await limitTo({ apiPerSecond: 1, apiBurst: 1 })
    for (const operation of having(429)) {
      const spend = () => lookUpWithinLimits(api.tokens.admin, null, async () => admin)
      while (await spend().then(Boolean, () => false));
      const { status, json, headers } = await asked(operation)
      expect([status, json.code, headers['retry-after']], operation.id).toEqual([429, 'rate_limited', '1'])
    }
    await limitTo(value)
    await sleep(100)
  })

  test('without its database everything says that nothing was changed, and when to come again', async () => {
    await closeDatabase()
    const { DATABASE_URL } = process.env
    provideEnv({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
    for (const operation of having(503)) {
      const { status, headers, json } = await asked(operation)
      expect([status, json.code], operation.id).toEqual([503, 'unavailable'])
      if (!operation.isOpen) expect(headers['retry-after']).toBe('5')
    }
    await closeDatabase()
    provideEnv({ DATABASE_URL })
  })

  test('nothing that is described was left out', () => {
    for (const operation of operations) {
      const described = [operation.answer.status, ...refusalsOf(operation)].sort()
      expect([...(given.get(operation.id) ?? [])].sort(), operation.id).toEqual(described)
    }
  })
})
