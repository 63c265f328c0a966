import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import { type Actor, systemActor } from '@/server/auth/actor'
import { sessionCookieName } from '@/server/auth/auth-session'
import { listEvents } from '@/server/events/audit-service'
import { defaultEventQuery } from '@/server/events/event-filter'
import { database } from '@/server/platform/database'
import { startSession } from '@/server/sessions/session-service'
import type { User, UserRole } from '@/server/users/user'
import { suspendUser } from '@/server/users/user-access-service'
import { createUser } from '@/server/users/user-service'
import { newActor, newUser, system } from '@/server/users/user-test-people'
import { ask, type Opened, openDoor, openSocket } from './door-fixture'

const many = 20_000
let opened: Opened
let cookies: Record<UserRole, string>
let admin: Actor
let odd: User

beforeAll(async () => {
  opened = await openDoor()
  cookies = { admin: await signIn('admin'), manager: await signIn('manager'), user: await signIn('user') }
  admin = await newActor('admin')
  odd = await newUser({ name: '=cmd|"/c calc"!A1, Ünal' })
  await suspendUser(admin, odd.id, 'first line\nsecond; line')
  await fill()
}, 60_000)
afterAll(() => opened.door.drain(1000))

async function signIn(role: UserRole): Promise<string> {
  const person = { name: `The ${role}`, email: `${role}@export.test`, role, mustChangePassword: false }
  const { user } = await createUser(system(), person)
  const limits = { sessionIdleMinutes: 60, sessionDays: 1 }
  const { token } = await startSession(database(), user.id, { ip: null, userAgent: null }, limits)
  return `${sessionCookieName()}=${token}`
}

/** As many events as an export needs many batches for. */
async function fill(): Promise<void> {
  const owner = new pg.Client(testDatabase().ownerUrl)
  await owner.connect()
  await owner.query(
    `insert into events (id, created_at, actor_label, via, action, outcome, details, request_id, reason)
     select gen_random_uuid(), now(), 'Filler', 'import', 'user.created', 'done', '{}', 'filler', repeat('x', 500)
     from generate_series(1, ${many})`,
  )
  await owner.query('analyze events')
  await owner.end()
}

function get(query: string, cookie = cookies.admin) {
  return ask(opened.port, { path: `/api/v1/events/export?${query}`, headers: cookie ? { Cookie: cookie } : {} })
}

/** What the log says of the exports with this filter, newest first. */
async function recorded(filter: string) {
  const { events } = await listEvents(systemActor(admin.request), {
    ...defaultEventQuery,
    action: ['events.exported'],
    limit: 100,
  })
  return events.filter((event) => event.details.filter === filter)
}

async function recordedSoon(filter: string) {
  for (let tries = 0; tries < 100; tries++) {
    const found = await recorded(filter)
    if (found.length > 0) return found
    await sleep(50)
  }
  return []
}

describe('the audit log as CSV', () => {
  test('is a file with a name, a mark for spreadsheets, and a line for each event', async () => {
    const { status, headers, body } = await get(`format=csv&subject=${odd.id}`)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    expect(headers['content-disposition']).toMatch(/^attachment; filename="roster-audit-log-\d{4}-\d\d-\d\d\.csv"$/)
    expect(body.startsWith('time,actor,action,')).toBe(true)
    expect(body.endsWith('\r\n')).toBe(true)
    expect(body.split('\r\n')).toHaveLength(1 + 2 + 1)
  })

  test('runs no formula, and keeps lines and quotes inside their cell', async () => {
    const { body } = await get(`format=csv&subject=${odd.id}&action=user.suspended`)
    expect(body).toContain(`,"'=cmd|""/c calc""!A1, Ünal <${odd.email}>",done,`)
    expect(body).toContain(',"first line\nsecond; line",')
    expect(body).toContain('""status"":""suspended""')
  })

  test('of nothing has its head only', async () => {
    const { body } = await get(`format=csv&subject=${randomUUID()}`)
    expect(body.split('\r\n')).toHaveLength(2)
  })
})

describe('the audit log as JSON lines', () => {
  test('has an event in each line, and says at its end that it is the end', async () => {
    const { headers, body } = await get(`format=jsonl&subject=${odd.id}`)
    expect(headers['content-type']).toBe('application/jsonl; charset=utf-8')
    expect(headers['content-disposition']).toMatch(/\.jsonl"$/)
    const [suspended, created, end, ...more] = body.split('\n').map((line) => line && JSON.parse(line))
    expect(suspended).toMatchObject({
      action: 'user.suspended',
      actor: { id: admin.id },
      reason: 'first line\nsecond; line',
    })
    expect(suspended.changes).toMatchObject([{ version: 2, after: { status: 'suspended' } }])
    expect(created).toMatchObject({ action: 'user.created', subject: { id: odd.id } })
    expect([end, more]).toEqual([{ end: true, rows: 2 }, ['']])
  })
})

describe('an export', () => {
  test('is an event itself, with its filter and how many it held', async () => {
    await get(`format=csv&subject=${odd.id}&outcome=done`)
    const filter = `subject=${odd.id}&outcome=done`
    expect(await recorded(filter)).toMatchObject([
      {
        outcome: 'done',
        via: 'api',
        details: { format: 'csv', rows: 2, filter },
        actorLabel: expect.stringContaining('The admin'),
      },
    ])
  })

  test.each(['manager', 'user'] as const)('is refused to a %s, and that is recorded', async (role) => {
    const filter = `subject=${odd.id}&request=${role}`
    const answered = await get(`format=csv&${filter}`, cookies[role])
    expect(answered.status).toBe(403)
    expect(JSON.parse(answered.body).code).toBe('forbidden')
    expect(await recorded(filter)).toMatchObject([{ outcome: 'refused', code: 'forbidden' }])
  })

  test('is for nobody who is not signed in', async () => {
    expect((await get('format=csv', '')).status).toBe(401)
  })

  test.each([
    ['', 'format'],
    ['format=xlsx', 'format'],
    ['format=csv&format=csv', 'format'],
    ['format=csv&limit=10', 'limit'],
    ['format=csv&cursor=older.1', 'cursor'],
    ['format=csv&outcome=ok', 'outcome'],
    ['format=csv&colour=red', 'colour'],
  ])('refuses ?%s and names it', async (query, field) => {
    const { status, body } = await get(query)
    expect(status).toBe(400)
    expect(Object.keys(JSON.parse(body).fields)).toEqual([field])
  })

  test('asked for by HEAD is none', async () => {
    const path = '/api/v1/events/export?format=csv&request=head'
    const { status, headers } = await ask(opened.port, { path, method: 'HEAD', headers: { Cookie: cookies.admin } })
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8; header=present'])
    await sleep(200)
    expect(await recorded('request=head')).toEqual([])
  })
})

describe('an export of many', () => {
  test('holds each event once, newest first', async () => {
    const { body } = await get('format=jsonl&request=filler')
    const lines = body.trimEnd().split('\n')
    expect(JSON.parse(lines.pop() ?? '')).toEqual({ end: true, rows: many })
    expect(new Set(lines.map((line) => JSON.parse(line).id)).size).toBe(many)
  })

  test('waits for a slow reader instead of holding it all, and notes who goes away', async () => {
    const socket = await openSocket(opened.port)
    socket.write(
      `GET /api/v1/events/export?format=jsonl&request=filler&via=import HTTP/1.1\r\nHost: 127.0.0.1:${opened.port}\r\nCookie: ${cookies.admin}\r\n\r\n`,
    )
    await once(socket, 'readable')
    const before = memoryHeld()
    await sleep(1000)
    // All of it is 18 MB
    expect(memoryHeld() - before).toBeLessThan(6e6)
    expect(await recorded('via=import&request=filler')).toEqual([])
    socket.destroy()
    const [stopped] = await recordedSoon('via=import&request=filler')
    expect(stopped).toMatchObject({ outcome: 'failed', reason: 'The download was stopped before its end' })
    expect(stopped?.details.rows).toBeLessThan(many)
  })

  test('that breaks off has no orderly end, and is recorded as failed', async () => {
    const owner = new pg.Client(testDatabase().ownerUrl)
    await owner.connect()
    const socket = await openSocket(opened.port)
    let received = ''
    const closed = once(socket, 'close')
    socket.write(
      `GET /api/v1/events/export?format=csv&request=filler&outcome=done HTTP/1.1\r\nHost: 127.0.0.1:${opened.port}\r\nCookie: ${cookies.admin}\r\n\r\n`,
    )
    await once(socket, 'readable')
    // What nobody expects: the next batch can't be read
    await owner.query('alter table changes rename to changes_away')
    socket.on('data', (chunk) => (received += chunk.toString('latin1')))
    await closed
    await owner.query('alter table changes_away rename to changes')
    await owner.end()
    expect(received).toContain('HTTP/1.1 200 OK')
    expect(received).toContain('Transfer-Encoding: chunked')
    expect(received.endsWith('\r\n0\r\n\r\n')).toBe(false)
    expect(received.split('\n').length).toBeLessThan(many)
    expect(await recordedSoon('outcome=done&request=filler')).toMatchObject([{ outcome: 'failed', code: 'bug' }])
  })
})

/** What is really held: without collecting first, the garbage of the tests before counts too. */
function memoryHeld(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
