import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionCookieName } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import { database } from '@/server/platform/database'
import { startSession } from '@/server/sessions/session-service'
import { createToken, listTokens, revokeToken } from '@/server/tokens/token-service'
import { changeUserRole, suspendUser } from '@/server/users/user-access-service'
import { newUser, system } from '@/server/users/user-test-people'
import { type OpenedApi, openApi } from './api-fixture'

let api: OpenedApi
let Origin: string
let Cookie: string
beforeAll(async () => {
  api = await openApi()
  Origin = `http://127.0.0.1:${api.opened.port}`
  const limits = { sessionIdleMinutes: 60, sessionDays: 1 }
  const { token } = await startSession(database(), api.ids.admin, { ip: null, userAgent: null }, limits)
  Cookie = `${sessionCookieName()}=${token}`
})
afterAll(() => api.close())

const Host = () => Origin.slice(7)
const lock = async (headers: Record<string, string>, token?: string) =>
  api.send('POST', `/users/${(await newUser()).id}/lock`, {
    as: null,
    headers: { Host: Host(), ...headers },
    ...(token ? { token } : {}),
  })

describe('a session', () => {
  test('changes something only from the console’s own pages', async () => {
    expect((await lock({ Cookie, Origin })).status).toBe(200)
    expect((await lock({ Cookie, Origin, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
    const elsewhere: Record<string, string>[] = [
      {},
      { Origin: 'https://elsewhere.example' },
      { Origin: 'null' },
      { Origin, 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ]
    for (const headers of elsewhere) {
      expect(await lock({ Cookie, ...headers })).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    }
  })

  test('reads without one, as nothing of it reaches another page', async () => {
    expect((await api.send('GET', '/users', { as: null, headers: { Cookie } })).status).toBe(200)
  })
})

describe('a token', () => {
  test('needs no origin, and is not taken from another page either', async () => {
    expect((await lock({}, api.tokens.admin)).status).toBe(200)
    const foreign = { Origin: 'https://elsewhere.example' }
    expect(await lock(foreign, api.tokens.admin)).toMatchObject({ status: 403, json: { code: 'forbidden' } })
  })

  test('counts before the cookie: a wrong one is never made good by it', async () => {
    const headers = { Cookie, Origin }
    expect((await api.send('GET', '/users', { token: 'junk', headers })).status).toBe(401)
    expect((await api.send('GET', '/users', { token: api.tokens.user, headers })).status).toBe(403)
    const basic = { Authorization: 'Basic YWRhOmFkYQ==' }
    expect((await api.send('GET', '/users', { as: null, headers: { ...headers, ...basic } })).status).toBe(401)
  })

  test('ends at its time, when it is revoked, and with its owner; and does no more than its role', async () => {
    const owner = await newUser({ role: 'admin' })
    const make = (role?: 'manager') =>
      createToken(system(), { userId: owner.id, name: 'Job', expiresInDays: 1, ...(role ? { role } : {}) })
    const [{ token, facts }, lesser] = [await make(), await make('manager')]
    const statusWith = async (path: string, secret = token) => (await api.send('GET', path, { token: secret })).status
    expect(await statusWith('/events')).toBe(200)
    expect(await statusWith('/events', lesser.token)).toBe(403)
    expect(await statusWith('/users', lesser.token)).toBe(200)
    expect((await listTokens(system(), owner.id)).find(({ id }) => id === facts.id)?.lastUsedAt).not.toBeNull()

    clock.move(86_400_001)
    expect(await statusWith('/events')).toBe(401)
    clock.move(0)
    await revokeToken(system(), facts.id)
    expect(await statusWith('/events')).toBe(401)
    await changeUserRole(system(), owner.id, 'user')
    expect(await statusWith('/users', lesser.token)).toBe(403)
    await suspendUser(system(), owner.id, null)
    expect(await statusWith('/users', lesser.token)).toBe(401)
  })
})

describe('HEAD', () => {
  test.each(['/users', '/events', '/openapi.json', '/docs'])(
    'of %s answers as GET does, without a body',
    async (path) => {
      const [head, get] = [await api.send('HEAD', path), await api.send('GET', path)]
      expect([head.status, head.body, get.body.length > 0]).toEqual([200, '', true])
      expect(head.headers['content-type']).toBe(get.headers['content-type'])
    },
  )

  test('of a user gives the version', async () => {
    const { headers, body } = await api.send('HEAD', `/users/${api.ids.user}`)
    expect([headers.etag, body]).toEqual(['"1"', ''])
  })
})

describe('the page that describes the API', () => {
  test('is there for everybody, runs nothing and loads nothing', async () => {
    const { status, headers, body } = await api.send('GET', '/docs', { as: null })
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8'])
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self';/)
    expect(body).not.toMatch(/<script|<link rel="stylesheet"|@import|url\(|style="| on\w+="/)
    expect(body).toContain(`curl '${Origin}/api/v1/users?limit=5'`)
    expect(body).toContain('id="undoEvent"')
  })

  test('has the theme that was chosen in the console', async () => {
    const themed = async (theme: string) =>
      (await api.send('GET', '/docs', { headers: { Cookie: `theme=${theme}` } })).body.match(/<html[^>]*>/)?.[0]
    expect(await themed('dark')).toBe('<html lang="en" data-theme="dark">')
    expect(await themed('"><script>')).toBe('<html lang="en">')
  })
})
