import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { events, idempotencyKeys, users } from '@/drizzle/schema'
import { database } from '@/server/platform/database'
import { createToken, listTokens, revokeToken } from '@/server/tokens/token-service'
import type { UserRole } from '@/server/users/user'
import { newUser, system } from '@/server/users/user-test-people'
import { ask, type Opened, openDoor, openSocket, parseAnswer } from './door-fixture'

let opened: Opened
let tokens: Record<UserRole, string>
let adminId: string

beforeAll(async () => {
  opened = await openDoor()
  const [admin, manager, user] = [await newUser({ role: 'admin' }), await newUser({ role: 'manager' }), await newUser()]
  await newUser({ role: 'admin' })
  adminId = admin.id
  const tokenOf = async (userId: string) =>
    (await createToken(system(), { userId, name: 'Test', expiresInDays: 1 })).token
  tokens = { admin: await tokenOf(admin.id), manager: await tokenOf(manager.id), user: await tokenOf(user.id) }
})
afterAll(() => opened.door.drain(1000))

type Sent = { role?: UserRole; token?: string; body?: unknown; headers?: Record<string, string> }

async function send(method: string, path: string, { role = 'admin', token, body, headers }: Sent = {}) {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
  const answer = await ask(opened.port, {
    method,
    path: `/api/v1/users${path}`,
    headers: {
      Authorization: `Bearer ${token ?? tokens[role]}`,
      ...(text ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
    body: text,
  })
  return { ...answer, json: JSON.parse(answer.body) }
}
const person = () => ({ name: 'Ada Lovelace', email: `ada.${randomUUID()}@roster.test` })

describe('creating', () => {
  test('answers 201 with the user, where it is, and its version', async () => {
    const input = person()
    const { status, headers, json } = await send('POST', '', { body: input })
    expect(status).toBe(201)
    expect(json).toMatchObject({
      ...input,
      role: 'user',
      status: 'active',
      statusUntil: null,
      version: 1,
      deletedAt: null,
    })
    expect(headers).toMatchObject({ location: `/api/v1/users/${json.id}`, etag: '"1"' })
    expect((await send('GET', `/${json.id}`)).json).toEqual(json)
    const [event] = await database().select().from(events).where(eq(events.subjectId, json.id))
    expect(event).toMatchObject({ via: 'api', actorId: adminId, requestId: headers['x-request-id'] })
  })

  test.each([
    [{ name: '', email: 'x' }, 400, { name: ['Enter a name'], email: [expect.any(String)] }],
    [
      { name: 'A', email: 'a@roster.test', passwordHash: 'x' },
      400,
      { passwordHash: ['This field is not known here.'] },
    ],
    [{ name: 'A', email: 'a@roster.test', role: 'root' }, 400, { role: ['Choose a role'] }],
    [{ name: 'A', email: 'a@mailinator.com' }, 400, { email: [expect.any(String)] }],
    [{ name: 'A', email: 'a@roster.test', password: 'short' }, 400, { password: [expect.any(String)] }],
    [{ name: 7, email: null }, 400, { name: [expect.any(String)], email: [expect.any(String)] }],
    ['{"name":', 400, undefined],
    ['[]', 400, undefined],
    ['null', 400, undefined],
  ])('refuses %j', async (body, status, fields) => {
    const answer = await send('POST', '', { body })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json).toMatchObject({
      status,
      requestId: answer.headers['x-request-id'],
      ...(fields ? { fields } : {}),
    })
  })

  test('a taken address is a conflict', async () => {
    const input = person()
    await send('POST', '', { body: input })
    expect(await send('POST', '', { body: input })).toMatchObject({ status: 409, json: { code: 'already_exists' } })
  })

  test('managers make users only, users nobody, strangers are sent away', async () => {
    expect(await send('POST', '', { role: 'manager', body: person() })).toMatchObject({ status: 201 })
    const manager = { ...person(), role: 'manager' }
    expect(await send('POST', '', { role: 'manager', body: manager })).toMatchObject({ status: 403 })
    expect(await send('POST', '', { role: 'user', body: person() })).toMatchObject({ status: 403 })
    const stranger = await send('POST', '', { token: 'junk', body: person() })
    expect(stranger).toMatchObject({ status: 401, json: { code: 'unauthenticated' } })
    expect(stranger.headers['www-authenticate']).toMatch(/^Bearer/)
  })
})

describe('changing', () => {
  const made = async () => (await send('POST', '', { body: person() })).json

  test('takes the version it was made on, and never merges', async () => {
    const user = await made()
    const path = `/${user.id}`
    expect(await send('PATCH', path, { body: { name: 'X' } })).toMatchObject({
      status: 428,
      json: { code: 'version_required' },
    })
    const first = await send('PATCH', path, { body: { name: 'X' }, headers: { 'If-Match': '"1"' } })
    expect(first).toMatchObject({ status: 200, json: { name: 'X', version: 2 }, headers: { etag: '"2"' } })
    const stale = await send('PATCH', path, { body: { email: person().email }, headers: { 'If-Match': '"1"' } })
    expect(stale).toMatchObject({ status: 412, json: { code: 'version_stale' } })
    expect((await send('GET', path)).json).toEqual(first.json)
  })

  test.each(['1', 'W/"1"', '""', '"x"', '"1", "2"', '"99999999999"'])('refuses If-Match %s', async (tag) => {
    const user = await made()
    const answer = await send('PATCH', `/${user.id}`, { body: { name: 'X' }, headers: { 'If-Match': tag } })
    expect(answer).toMatchObject({ status: 400, json: { fields: { 'If-Match': [expect.any(String)] } } })
  })

  test('of two on the same version one is done', async () => {
    const user = await made()
    const change = (name: string) => send('PATCH', `/${user.id}`, { body: { name }, headers: { 'If-Match': '"1"' } })
    const both = await Promise.all([change('One'), change('Other')])
    expect(both.map((each) => each.status).sort()).toEqual([200, 412])
  })

  test('statuses and roles, each with a reason and, where one likes, the version', async () => {
    const { id } = await made()
    const reason = 'On leave'
    expect(await send('POST', `/${id}/suspend`, { body: { reason } })).toMatchObject({
      status: 200,
      json: { status: 'suspended', statusReason: reason, version: 2 },
    })
    expect(await send('POST', `/${id}/unlock`)).toMatchObject({ status: 400 })
    expect(await send('POST', `/${id}/reactivate`)).toMatchObject({ json: { status: 'active' } })
    expect(await send('POST', `/${id}/lock`, { headers: { 'If-Match': '"2"' } })).toMatchObject({ status: 412 })
    expect(await send('POST', `/${id}/lock`, { headers: { 'If-Match': '"3"' } })).toMatchObject({
      json: { status: 'locked' },
    })
    expect(await send('POST', `/${id}/unlock`)).toMatchObject({ json: { status: 'active', version: 5 } })
    expect(await send('PUT', `/${id}/role`, { body: { role: 'manager' } })).toMatchObject({ json: { role: 'manager' } })
    expect(await send('PUT', `/${id}/role`, { body: { role: 'root' } })).toMatchObject({ status: 400 })
    expect(await send('PUT', `/${id}/role`, { role: 'manager', body: { role: 'user' } })).toMatchObject({ status: 403 })
  })

  test('deleting and restoring answer the user', async () => {
    const { id } = await made()
    expect(await send('DELETE', `/${id}`)).toMatchObject({ status: 428 })
    const deleted = await send('DELETE', `/${id}`, { headers: { 'If-Match': '"1"' } })
    expect(deleted).toMatchObject({ status: 200, json: { deletedAt: expect.any(String), version: 2 } })
    const edit = { body: { name: 'X' }, headers: { 'If-Match': '"2"' } }
    expect(await send('PATCH', `/${id}`, edit)).toMatchObject({ status: 409, json: { code: 'deleted' } })
    expect(await send('POST', `/${id}/restore`)).toMatchObject({ status: 200, json: { deletedAt: null } })
  })

  test('who is unknown or hidden is not found, and junk is no id', async () => {
    expect(await send('GET', `/${randomUUID()}`)).toMatchObject({ status: 404, json: { code: 'not_found' } })
    expect(await send('POST', `/${randomUUID()}/lock`)).toMatchObject({ status: 404 })
    expect(await send('GET', `/${adminId}`, { role: 'user' })).toMatchObject({ status: 404 })
    expect(await send('GET', '/1')).toMatchObject({ status: 400, json: { code: 'invalid_id' } })
    expect(await send('POST', '/../x/lock')).toMatchObject({ status: 404 })
  })
})

describe('an Idempotency-Key', () => {
  const keyed = (key: string, body: unknown, role: UserRole = 'admin') =>
    send('POST', '', { body, role, headers: { 'Idempotency-Key': key } })

  test('gives the same answer again, and the work is done once', async () => {
    const [key, input] = [randomUUID(), person()]
    const first = await keyed(key, input)
    const again = await keyed(key, input)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers).toMatchObject({ location: first.headers.location, 'idempotency-replayed': 'true' })
    expect(await database().$count(users, eq(users.email, input.email))).toBe(1)
  })

  test('twenty at once do it once', async () => {
    const [key, input] = [randomUUID(), person()]
    const all = await Promise.all(Array.from({ length: 20 }, () => keyed(key, input)))
    expect(await database().$count(users, eq(users.email, input.email))).toBe(1)
    for (const { status, json } of all) if (status !== 201) expect(json.code).toBe('request_running')
    expect(await keyed(key, input)).toMatchObject({ status: 201 })
  })

  test('for another request is a mistake; of another actor it is another key', async () => {
    const [key, input] = [randomUUID(), person()]
    await keyed(key, input)
    expect(await keyed(key, person())).toMatchObject({ status: 422, json: { code: 'request_mismatch' } })
    expect(await keyed(key, person(), 'manager')).toMatchObject({ status: 201 })
  })

  test('keeps a refusal too', async () => {
    const [key, input] = [randomUUID(), person()]
    await keyed(randomUUID(), input)
    const first = await keyed(key, input)
    expect(await keyed(key, input)).toMatchObject({ status: 409, body: first.body })
  })

  test('is free again after what was not even valid', async () => {
    const [key, input] = [randomUUID(), person()]
    expect(await keyed(key, { name: '' })).toMatchObject({ status: 400 })
    expect(await keyed(key, input)).toMatchObject({ status: 201 })
  })

  test('gives the answer again that was lost after the change', async () => {
    const [key, input] = [randomUUID(), person()]
    const first = await keyed(key, input)
    // As if the program had been killed after the commit
    await database().update(idempotencyKeys).set({ answer: null }).where(eq(idempotencyKeys.key, key))
    expect(await keyed(key, input)).toMatchObject({ status: 201, body: first.body })
    expect(await database().$count(users, eq(users.email, input.email))).toBe(1)
  })

  test('is free again when the claim died before the work', async () => {
    const [key, input] = [randomUUID(), person()]
    await keyed(key, input)
    const long = new Date(Date.now() - 120_000)
    const died = { answer: null, result: null, claimedAt: long }
    await database().update(idempotencyKeys).set(died).where(eq(idempotencyKeys.key, key))
    expect(await keyed(key, input)).toMatchObject({ status: 409, json: { code: 'already_exists' } })
  })

  test('is one word', async () => {
    expect(await keyed('two words', person())).toMatchObject({ status: 400 })
    expect(await keyed('x'.repeat(201), person())).toMatchObject({ status: 400 })
  })
})

test('whoever holds back the end of a request does not go on with a token that was revoked meanwhile', async () => {
  const { token, facts } = await createToken(system(), { userId: adminId, name: 'Held back', expiresInDays: 1 })
  const body = JSON.stringify(person())
  const socket = await openSocket(opened.port)
  const head = `POST /api/v1/users HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n`
  socket.write(`${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`)
  // The first look at the token is what notes its use
  await expect
    .poll(async () => (await listTokens(system(), adminId)).find(({ id }) => id === facts.id)?.lastUsedAt)
    .toBeTruthy()
  await revokeToken(system(), facts.id)
  socket.write(body.slice(-1))
  expect(parseAnswer(await text(socket)).status).toBe(401)
})
