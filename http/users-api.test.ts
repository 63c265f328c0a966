import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionCookieName } from '@/server/auth/auth-session'
import { database } from '@/server/platform/database'
import { startSession } from '@/server/sessions/session-service'
import type { User, UserRole } from '@/server/users/user'
import { suspendUser } from '@/server/users/user-access-service'
import { createUser, deleteUser } from '@/server/users/user-service'
import { newUser, system } from '@/server/users/user-test-people'
import { ask, type Opened, openDoor } from './door-fixture'

let opened: Opened
let cookies: Record<UserRole, string>
let ada: User
let grace: User

beforeAll(async () => {
  opened = await openDoor()
  cookies = { admin: await signIn('admin'), manager: await signIn('manager'), user: await signIn('user') }
  ada = await newUser({ name: 'Ada Lovelace', email: 'Ada@Api.Test' })
  grace = (await suspendUser(system(), (await newUser({ name: 'Grace Hopper' })).id, 'On leave')).user
  await deleteUser(system(), (await newUser({ name: 'Gone Person' })).id)
})
afterAll(() => opened.door.drain(1000))

async function signIn(role: UserRole): Promise<string> {
  const person = { name: `The ${role}`, email: `${role}@api.test`, role, mustChangePassword: false }
  const { user } = await createUser(system(), person)
  const limits = { sessionIdleMinutes: 60, sessionDays: 1 }
  const { token } = await startSession(database(), user.id, { ip: null, userAgent: null }, limits)
  return `${sessionCookieName()}=${token}`
}

async function get(query: string, cookie = cookies.admin) {
  const path = `/api/v1/users${query}`
  const { status, headers, body } = await ask(opened.port, { path, headers: cookie ? { Cookie: cookie } : {} })
  return { status, headers, json: JSON.parse(body) }
}

describe('the list of users', () => {
  test('names each field of a user, and nothing else', async () => {
    const { status, headers, json } = await get('?q=ada@api')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/json')
    expect(json).toEqual({
      data: [
        {
          id: ada.id,
          name: 'Ada Lovelace',
          email: 'Ada@Api.Test',
          role: 'user',
          status: 'active',
          statusReason: null,
          statusUntil: null,
          version: 1,
          lastSignInAt: null,
          createdAt: ada.createdAt.toISOString(),
          updatedAt: ada.updatedAt.toISOString(),
          deletedAt: null,
        },
      ],
      page: { next: null, previous: null, limit: 25 },
    })
  })

  test('is filtered, sorted and counted as asked', async () => {
    const names = async (query: string) => (await get(query)).json.data.map(({ name }: User) => name)
    expect(await names('?status=suspended,locked')).toEqual(['Grace Hopper'])
    expect(await names('?role=admin,manager&sort=name&order=desc')).toEqual(['The manager', 'The admin'])
    expect(await names('?deleted=only')).toEqual(['Gone Person'])
    expect(await names('?last_sign_in=never&role=manager')).toEqual(['The manager'])
    expect(await names(`?created_before=${encodeURIComponent(ada.createdAt.toISOString())}&role=user`)).toEqual([
      'The user',
    ])
    expect((await get('?count=exact')).json.count).toEqual({ value: 5, exact: true })
    expect((await get('?count=capped&q=ada@api')).json.count).toEqual({ value: 1, exact: true })
  })

  test('is read page by page, there and back', async () => {
    const first = (await get('?sort=name&limit=2')).json
    const second = (await get(`?sort=name&limit=2&cursor=${first.page.next}`)).json
    expect([...first.data, ...second.data].map(({ name }: User) => name)).toEqual([
      'Ada Lovelace',
      'Grace Hopper',
      'The admin',
      'The manager',
    ])
    expect((await get(`?sort=name&limit=2&cursor=${second.page.previous}`)).json.data).toEqual(first.data)
  })

  const wrong: [string, string][] = [
    ['?sorted=name', 'sorted'],
    ['?role=emperor', 'role'],
    ['?status=active,gone', 'status'],
    ['?deleted=yes', 'deleted'],
    ['?created_after=yesterday', 'created_after'],
    ['?last_sign_in=always', 'last_sign_in'],
    ['?sort=password_hash', 'sort'],
    ['?order=up', 'order'],
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=1e2', 'limit'],
    ['?limit=10&limit=20', 'limit'],
    ['?cursor=junk', 'cursor'],
    ['?count=all', 'count'],
    ['?q=%00', 'q'],
    [`?q=${'a'.repeat(201)}`, 'q'],
  ]
  test.each(wrong)('refuses %s and names it', async (query, name) => {
    const { status, json } = await get(query)
    expect(status).toBe(400)
    expect(json.code).toBe('invalid')
    // A wrong one of several values is named by its place: `role.0`
    expect(Object.keys(json.fields).map((field) => field.split('.')[0])).toEqual([name])
  })

  test('is for administrators and managers', async () => {
    expect((await get('', cookies.manager)).status).toBe(200)
    expect(await get('', cookies.user)).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    expect(await get('', '')).toMatchObject({ status: 401, json: { code: 'unauthenticated' } })
    expect(await get('', `${sessionCookieName()}=${'a'.repeat(43)}`)).toMatchObject({ status: 401 })
  })

  test('says nothing of what is wrong with a question before it knows who asks', async () => {
    expect((await get('?sorted=name', '')).status).toBe(401)
  })

  test.each(['PUT', 'DELETE'])('takes no %s', async (method) => {
    const headers = { 'Content-Length': '0' }
    const answered = await ask(opened.port, { path: '/api/v1/users', method, headers })
    expect([answered.status, answered.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
  })
})

describe('the numbers beside the filters', () => {
  test('count users by role and by status, each without its own filter', async () => {
    expect((await get('/facets?status=suspended')).json).toEqual({
      role: { admin: 0, manager: 0, user: 1 },
      status: { active: 4, suspended: 1, locked: 0 },
      exact: true,
    })
    expect(grace.status).toBe('suspended')
  })

  test('belong to no page', async () => {
    const { status, json } = await get('/facets?sort=name&limit=10')
    expect(status).toBe(400)
    expect(Object.keys(json.fields)).toEqual(['sort', 'limit'])
  })

  test('are for administrators and managers', async () => {
    expect((await get('/facets', cookies.user)).status).toBe(403)
    expect((await get('/facets', '')).status).toBe(401)
  })
})
