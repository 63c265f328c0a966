import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newAddress } from '@/server/auth/auth-test-people'
import { takeFigures } from '@/server/measure'
import { closeDatabase, database } from '@/server/platform/database'
import { startSession } from '@/server/sessions/session-service'
import { defaultSettings } from '@/server/settings/settings'
import { settingsAtHand } from '@/server/settings/settings-at-hand-service'
import { getSettings, updateSettings } from '@/server/settings/settings-service'
import { createToken } from '@/server/tokens/token-service'
import { newActor, newUser, system } from '@/server/users/user-test-people'
import { ask, type Opened, openDoor } from './door-fixture'

let opened: Opened
beforeAll(async () => {
  opened = await openDoor({ trustedProxies: ['127.0.0.1'], signOut: new Set(['bye']) })
  const admin = await newActor('admin')
  const { value, version } = await getSettings(admin)
  const few = { apiPerSecond: 1, apiBurst: 100, actionsPerSecond: 1, actionsBurst: 20, unknownTokensPerMinute: 30 }
  await updateSettings(admin, version, { ...value, ...few })
  for (let tries = 0; settingsAtHand().apiBurst !== 100 && tries < 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
})
afterAll(() => opened.door.drain(1000))
beforeEach(() => void takeFigures())

const refused = (kind: string) => takeFigures().counters[`limiter.refused|${kind}`] ?? 0
async function newToken() {
  const { id } = await newUser({ role: 'admin' })
  return (await createToken(system(), { userId: id, name: 'Limits', expiresInDays: 1 })).token
}
async function newCookie() {
  const { id } = await newUser({ role: 'admin' })
  const { token } = await startSession(database(), id, { ip: null, userAgent: null }, defaultSettings)
  return `roster.session=${token}`
}
const list = (headers: Record<string, string>) => ask(opened.port, { path: '/api/v1/users?limit=1', headers })
const bearer = (token: string, ip = newAddress()) => ({ Authorization: `Bearer ${token}`, 'X-Forwarded-For': ip })

async function statuses(count: number, one: () => Promise<{ status: number }>) {
  const all = await Promise.all(Array.from({ length: count }, one))
  return Object.fromEntries(
    [...new Set(all.map(({ status }) => status))]
      .sort()
      .map((status) => [status, all.filter((each) => each.status === status).length]),
  )
}

describe('a token', () => {
  test('makes as many requests at once as its burst, exactly, and the others are told when to come back', async () => {
    const headers = bearer(await newToken())
    const beganAt = performance.now()
    const counts = await statuses(1000, () => list(headers))
    const refilled = Math.ceil((performance.now() - beganAt) / 1000)
    expect(counts[200]).toBeGreaterThanOrEqual(100)
    expect(counts[200]).toBeLessThanOrEqual(100 + refilled)
    expect((counts[200] ?? 0) + (counts[429] ?? 0)).toBe(1000)
    expect(refused('api')).toBe(counts[429])
    const answer = await list(headers)
    expect(answer).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
    })
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'rate_limited',
      detail: 'Too many requests. Wait a second, then go on.',
    })
  })

  test('that is over its limit is refused without asking the database, and another one is served', async () => {
    const [busy, quiet] = [bearer(await newToken()), bearer(await newToken())]
    await statuses(110, () => list(busy))
    expect((await list(quiet)).status).toBe(200)
    takeFigures()
    expect((await list(busy)).status).toBe(429)
    expect(takeFigures().timers.statement).toBeUndefined()
  })

  test('has one limit, however the word before it is written', async () => {
    const token = await newToken()
    const words = Array.from({ length: 64 }, (_, bits) =>
      [...'bearer'].map((letter, at) => (bits & (1 << at) ? letter.toUpperCase() : letter)).join(''),
    )
    const spelt = words.flatMap((word) => [`${word} ${token}`, `${word}  ${token}`, `${word}   ${token}`])
    const beganAt = performance.now()
    let next = 0
    const counts = await statuses(spelt.length, () => list({ Authorization: spelt[next++] ?? '' }))
    const refilled = Math.ceil((performance.now() - beganAt) / 1000)
    expect(counts[200]).toBeLessThanOrEqual(100 + refilled)
  })

  test('that changes something is counted once', async () => {
    const { id } = await newUser()
    const headers = { ...bearer(await newToken()), 'Content-Type': 'application/json' }
    const change = () => ask(opened.port, { method: 'PATCH', path: `/api/v1/users/${id}`, headers, body: '{}' })
    const counts = await statuses(90, change)
    expect(counts[429]).toBeUndefined()
  })
})

describe('unknown tokens', () => {
  test('are few per address; those that work are not held back by them, even from there', async () => {
    const ip = newAddress()
    const [used, unused] = [await newToken(), await newToken()]
    expect((await list(bearer(used, ip))).status).toBe(200)
    for (let round = 0; round < 30; round++) {
      expect((await list(bearer(`roster_${randomBytes(32).toString('base64url')}`, ip))).status).toBe(401)
    }
    const guess = await list(bearer(`roster_${randomBytes(32).toString('base64url')}`, ip))
    expect([guess.status, refused('unknown-token')]).toEqual([429, 1])
    expect((await list(bearer(used, ip))).status).toBe(200)
    expect((await list(bearer(unused))).status).toBe(200)
  })

  test('are none where nobody shows one', async () => {
    const ip = newAddress()
    expect(await statuses(50, () => list({ 'X-Forwarded-For': ip }))).toEqual({ 401: 50 })
  })
})

describe('a session', () => {
  test('opens pages up to its limit, then a page says so; without one nobody is counted', async () => {
    const Cookie = await newCookie()
    const counts = await statuses(60, () => ask(opened.port, { path: '/users', headers: { Cookie } }))
    expect(counts[200]).toBeGreaterThanOrEqual(20)
    expect(counts[200]).toBeLessThanOrEqual(22)
    const over = await ask(opened.port, { path: '/users', headers: { Cookie } })
    expect(over).toMatchObject({ status: 429, headers: { 'retry-after': '1', refresh: '1' } })
    expect(over.body).toContain('<h1>Too many requests</h1><p>Too many requests. Wait a second, then go on.</p>')
    expect(over.headers['content-security-policy']).toContain('nonce-')
    expect(await statuses(60, () => ask(opened.port, { path: '/sign-in' }))).toEqual({ 200: 60 })
    expect(refused('page')).toBeGreaterThan(30)
  })

  test('has another limit for actions, whose refusal is a sentence for the form', async () => {
    const headers = {
      Cookie: await newCookie(),
      Origin: `http://127.0.0.1:${opened.port}`,
      Host: `127.0.0.1:${opened.port}`,
      'Next-Action': 'x',
      'Content-Length': '0',
    }
    await statuses(60, () => ask(opened.port, { path: '/users', headers: { Cookie: headers.Cookie } }))
    const act = () => ask(opened.port, { method: 'POST', path: '/users', headers })
    const counts = await statuses(40, act)
    expect(counts[200]).toBeGreaterThanOrEqual(20)
    expect(await act()).toMatchObject({
      status: 429,
      body: 'Too many requests. Wait a second, then go on.',
      headers: { 'content-type': 'text/plain' },
    })
    expect(refused('action')).toBeGreaterThan(10)
    // Whoever has stolen it must not keep its owner from ending it
    const leave = { ...headers, 'Next-Action': 'bye' }
    const leaving = () => ask(opened.port, { method: 'POST', path: '/users', headers: leave })
    expect(await statuses(30, leaving)).toEqual({ 200: 30 })
  })

  test('is counted as the one that Next reads, whatever stands beside it or however it is written', async () => {
    const token = (await newCookie()).split('=')[1] ?? ''
    const coded = (at: number) => `${token.slice(0, at)}%${token.charCodeAt(at).toString(16)}${token.slice(at + 1)}`
    const open = (Cookie: string) => ask(opened.port, { path: '/users', headers: { Cookie } })
    const limitedOf = async (cookieOf: (at: number) => string) => {
      let next = 0
      return (await statuses(40, () => open(cookieOf(next++))))[429]
    }
    await limitedOf(() => `roster.session=${token}`)
    expect(await limitedOf((at) => `roster.session=decoy${at}; roster.session=${token}`)).toBeGreaterThan(35)
    expect(await limitedOf((at) => `roster.session=${coded(at)}`)).toBeGreaterThan(35)
    expect(await limitedOf((at) => `roster.session=${token};\troster.session=decoy${at}`)).toBeGreaterThan(35)
  })

  test('that asks the API has the limit of the API', async () => {
    const Cookie = await newCookie()
    const counts = await statuses(150, () => list({ Cookie }))
    expect(counts[200]).toBeGreaterThanOrEqual(100)
    expect(counts[429]).toBeGreaterThan(30)
  })
})

test('the limits hold while the database is away', async () => {
  const headers = bearer(await newToken())
  await statuses(110, () => list(headers))
  await closeDatabase()
  expect((await list(headers)).status).toBe(429)
})
