import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, isNull, sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changes, users } from '@/drizzle/schema'
import { env } from '@/server/env'
import { database } from '@/server/platform/database'
import { createToken } from '@/server/tokens/token-service'
import type { User } from '@/server/users/user'
import { newUser, system } from '@/server/users/user-test-people'

// Two processes with the real front door and API on one database, and everybody at once

type Instance = { child: ChildProcess; url: string }
let instances: Instance[]
let token: string

beforeAll(async () => {
  const admin = await newUser({ role: 'admin' })
  token = await tokenOf(admin)
  instances = await Promise.all([startInstance(), startInstance()])
})
afterAll(() => {
  for (const { child } of instances) child.kill('SIGKILL')
})

async function tokenOf(user: User): Promise<string> {
  return (await createToken(system(), { userId: user.id, name: 'Races', expiresInDays: 1 })).token
}

async function startInstance(): Promise<Instance> {
  const program = `
    const [{ createFrontDoor }, { apiHandler }] = await Promise.all([import('./http/front-door.ts'), import('./http/api.ts')])
    const door = createFrontDoor({ api: apiHandler(() => 'open'), pages: (_, response) => response.end(), trustedProxies: [], isDevelopment: false })
    console.log(await door.listen(0, '127.0.0.1'))`
  const { DATABASE_URL, AUTH_SECRET } = env()
  const settings = {
    PATH: process.env.PATH,
    NODE_ENV: 'production' as const,
    LOG_LEVEL: 'silent',
    DATABASE_URL,
    AUTH_SECRET,
  }
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, url: `http://127.0.0.1:${port}/api/v1` }
}

let turn = 0
/** Each request goes to the other instance. */
async function send(method: string, path: string, { body, version, as = token }: Sent = {}) {
  const { url = '' } = instances[turn++ % 2] ?? {}
  const answer = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${as}`,
      'Content-Type': 'application/json',
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, json: await answer.json() }
}
type Sent = { body?: unknown; version?: number; as?: string }

const recordsOf = (id: string) => database().$count(changes, eq(changes.subjectId, id))
const findUser = async (id: string) => (await database().select().from(users).where(eq(users.id, id)))[0]

test('50 editors, 1,000 edits of one user: each accepted one is a version and a record, and none is lost', async () => {
  const user = await newUser()
  const accepted: string[] = []
  await Promise.all(
    Array.from({ length: 50 }, async (_, editor) => {
      for (let edit = 0; edit < 20; edit++) {
        const { json } = await send('GET', `/users/${user.id}`)
        const name = `Editor ${editor}, edit ${edit}`
        const { status } = await send('PATCH', `/users/${user.id}`, { body: { name }, version: json.version })
        expect([200, 412]).toContain(status)
        if (status === 200) accepted.push(name)
      }
    }),
  )
  const now = await findUser(user.id)
  expect(accepted.length).toBeGreaterThan(20)
  expect(now?.version).toBe(1 + accepted.length)
  const records = await database().select().from(changes).where(eq(changes.subjectId, user.id)).orderBy(changes.version)
  expect(records.map((record) => record.version)).toEqual(
    Array.from({ length: 1 + accepted.length }, (_, at) => at + 1),
  )
  expect(
    records
      .slice(1)
      .map((record) => record.after.name)
      .sort(),
  ).toEqual(accepted.sort())
  // Each change begins where the one before has ended
  for (const [at, record] of records.slice(2).entries()) expect(record.before.name).toBe(records[at + 1]?.after.name)
})

test('100 creations of one address make one', async () => {
  const email = `${randomUUID()}@roster.test`
  const input = { name: 'Only One', email }
  const answers = await Promise.all(Array.from({ length: 100 }, () => send('POST', '/users', { body: input })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(99)
  expect(await database().$count(users, eq(users.email, email))).toBe(1)
})

test('two administrators who demote each other, 200 times over, leave one', async () => {
  const [one, other] = [await newUser({ role: 'admin' }), await newUser({ role: 'admin' })]
  const tokens = [await tokenOf(one), await tokenOf(other)]
  const others = sql`role = 'admin' and id not in (${one.id}, ${other.id})`
  await database().execute(sql`update users set role = 'manager', status_reason = 'parked' where ${others}`)
  const isActiveAdmin = and(eq(users.role, 'admin'), eq(users.status, 'active'), isNull(users.deletedAt))
  for (let round = 0; round < 200; round++) {
    await Promise.all([
      send('PUT', `/users/${other.id}/role`, { body: { role: 'user' }, as: tokens[0] ?? '' }),
      send('PUT', `/users/${one.id}/role`, { body: { role: 'user' }, as: tokens[1] ?? '' }),
    ])
    expect(await database().$count(users, isActiveAdmin)).toBe(1)
    await database().execute(sql`update users set role = 'admin' where id in (${one.id}, ${other.id})`)
  }
  await database().execute(sql`update users set role = 'admin', status_reason = null where status_reason = 'parked'`)
})

test('while connections are killed, each accepted change has one record and nothing refused was applied', async () => {
  const user = await newUser()
  let isOver = false
  const killing = killConnections(() => isOver)
  const counts = { accepted: 0, unavailable: 0 }
  await Promise.all(
    Array.from({ length: 6 }, async (_, editor) => {
      for (let edit = 0; edit < 40; edit++) {
        const { json } = await send('GET', `/users/${user.id}`)
        if (typeof json.version !== 'number') continue
        const body = { name: `Editor ${editor}, edit ${edit}` }
        const { status } = await send('PATCH', `/users/${user.id}`, { body, version: json.version })
        expect([200, 412, 503]).toContain(status)
        if (status === 200) counts.accepted += 1
        if (status === 503) counts.unavailable += 1
      }
    }),
  )
  isOver = true
  expect(await killing).toBeGreaterThan(20)
  expect(counts.unavailable).toBeGreaterThan(0)
  const now = await findUser(user.id)
  expect(now?.version).toBe(1 + counts.accepted)
  expect(await recordsOf(user.id)).toBe(now?.version)
})

async function killConnections(isOver: () => boolean): Promise<number> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL, application_name: 'killer' })
  await client.connect()
  let kills = 0
  while (!isOver()) {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'roster' and datname = current_database() order by random() limit 2`,
    )
    kills += rowCount ?? 0
    await sleep(50)
  }
  await client.end()
  return kills
}
