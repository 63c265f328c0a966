import { once } from 'node:events'
import { Agent, type ClientRequest, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import { newUser } from '@/server/users/user-test-people'
import { openStream } from '../performance-fixture'
import { type Answer, ask } from './asking-fixture'
import { type Console, endConsoles, startConsole } from './console-fixture'
import { type DatabaseLink, linkToDatabase } from './database-link-fixture'
import { newEmail, type SignedIn, signedIn, tell } from './people-fixture'

// SIGTERM while people are at work: what is under way is finished, nothing new is begun, and the end comes in time

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 })
const stoppedWithinMs = 15_000
const { webUrl, ownerUrl } = testDatabase()

let link: DatabaseLink
let admin: SignedIn
beforeAll(async () => {
  link = await linkToDatabase(webUrl)
  admin = await signedIn()
})
afterAll(async () => {
  await endConsoles()
  await link.cut()
})

const start = () => startConsole({ DATABASE_URL: link.over(webUrl), DATABASE_OWNER_URL: link.over(ownerUrl) })

test('a stop lets everybody finish, tells streams to come back elsewhere, and takes nothing new', async () => {
  const roster = await start()
  const streams = await Promise.all(
    ['/api/performance/stream?range=5m', '/api/events', '/api/events'].map((path) =>
      openStream(portOf(roster), path, admin.byCookie),
    ),
  )
  await Promise.all(streams.map((stream) => stream.until((messages) => messages.length > 0)))
  const answers: Array<Answer & { sentAt: number }> = []
  let isOver = false
  const keepAlive = new Agent({ keepAlive: true })
  const load = Promise.all(
    Array.from({ length: 12 }, async (_, at) => {
      const agent = at % 2 === 0 ? keepAlive : undefined
      const path = at < 9 ? '/api/v1/users' : '/account'
      while (!isOver) {
        const headers = at < 9 ? admin.byToken : admin.byCookie
        const sentAt = performance.now()
        answers.push({ ...(await ask(roster.url + path, { headers, ...(agent ? { agent } : {}) })), sentAt })
        if (answers.at(-1)?.status === 0) await sleep(50)
      }
    }),
  )
  // One who waits for somebody else’s change, and one whose line is slow
  const user = await newUser()
  const holder = new pg.Client(ownerUrl)
  await holder.connect()
  await holder.query('begin')
  await holder.query('select 1 from users where id = $1 for update', [user.id])
  const waiting = ask(`${roster.url}/api/v1/users/${user.id}`, {
    method: 'PATCH',
    headers: { ...admin.byToken, 'If-Match': '"1"' },
    body: { name: 'Waited' },
  })
  const slow = halfSent(roster)
  await sleep(1000)

  const signalledAt = performance.now()
  const ended = roster.end('SIGTERM')
  await sleep(100)
  const ready = await ask(`${roster.url}/readyz`)
  // Whoever was connected by then has been taken in
  await sleep(2500)
  const late = await ask(`${roster.url}/api/v1/users`)
  slow.finish()
  await sleep(200)
  await holder.query('commit')
  await holder.end()
  const { code, ms } = await ended
  isOver = true
  await load
  keepAlive.destroy()

  // Whoever comes to a door that is just being closed may find it closed; whoever was in is served
  const underWay = answers.filter(({ sentAt, ms }) => sentAt < signalledAt && sentAt + ms > signalledAt)
  const lost = answers.filter(({ sentAt, status }) => sentAt < signalledAt && status !== 200 && status !== 503)
  tell('stop', {
    ms: Math.round(ms),
    answered: answers.filter(({ status }) => status === 200).length,
    underWay: underWay.length,
    lost: lost.length,
    later: [...new Set(answers.filter(({ sentAt }) => sentAt > signalledAt).map(({ status }) => status))],
    slow: (await slow.answer).status,
    waiting: (await waiting).status,
    ready: ready.status,
  })
  expect(code).toBe(0)
  expect(ms).toBeLessThan(stoppedWithinMs)
  // It waited for those two, and no longer
  expect(performance.now() - signalledAt).toBeLessThan(10_000)
  expect(underWay.length).toBeGreaterThan(3)
  expect(lost.map(({ status, body }) => `${status} ${body.slice(0, 80)}`)).toEqual([])
  expect((await slow.answer).status).toBe(201)
  expect((await waiting).status).toBe(200)
  expect([0, 503]).toContain(ready.status)
  expect(late.body).toContain('ECONNREFUSED')
  for (const stream of streams) {
    await stream.ended
    expect(stream.messages.at(-1)).toMatchObject({ event: 'reconnect', retry: expect.stringMatching(/^\d{3,4}$/) })
  }
  expect(await connectionsLeft()).toBe(0)
})

test('a stop is not held up by those who never finish what they send, nor by those who never read', async () => {
  const roster = await start()
  const never = [halfSent(roster), halfSent(roster)]
  const stream = await openStream(portOf(roster), '/api/performance/stream?range=5m', admin.byCookie)
  await stream.until((messages) => messages.length > 0)
  await sleep(300)
  const { code, ms } = await roster.end('SIGTERM')
  tell('stop with requests that never end', { ms: Math.round(ms) })
  expect(code).toBe(0)
  expect(ms).toBeLessThan(stoppedWithinMs)
  for (const { answer } of never) expect((await answer).status).toBe(0)
})

test('a stop while the database is frozen comes in time too, with an answer for those who wait', async () => {
  const roster = await start()
  const asked = Array.from({ length: 10 }, () => ask(`${roster.url}/api/v1/users`, { headers: admin.byToken }))
  await Promise.all(asked)
  link.freeze()
  const waiting = Array.from({ length: 30 }, () => ask(`${roster.url}/api/v1/users`, { headers: admin.byToken }))
  await sleep(500)
  const { code, ms } = await roster.end('SIGTERM')
  const statuses = [...new Set((await Promise.all(waiting)).map(({ status }) => status))]
  tell('stop with a frozen database', { ms: Math.round(ms), statuses })
  await link.heal()
  expect(code).toBe(0)
  expect(ms).toBeLessThan(stoppedWithinMs)
  expect(statuses).toEqual([503])
})

/** Somebody whose second half does not come until it is told to. */
function halfSent(roster: Console): { finish: () => ClientRequest; answer: Promise<{ status: number }> } {
  const body = JSON.stringify({ name: 'Slowly', email: newEmail() })
  const headers = { ...admin.byToken, 'Content-Type': 'application/json', 'Content-Length': body.length }
  const sending = request(`${roster.url}/api/v1/users`, { method: 'POST', headers, agent: false })
  const answer = once(sending, 'response').then(
    async ([response]) => ({ status: response.statusCode, body: await text(response) }),
    () => ({ status: 0 }),
  )
  sending.write(body.slice(0, 10))
  return { finish: () => sending.end(body.slice(10)), answer }
}

const portOf = ({ url }: Console) => Number(new URL(url).port)

async function connectionsLeft(): Promise<number> {
  const superuser = new pg.Client(inject('databases').superuserUrl)
  await superuser.connect()
  const { rows } = await superuser.query(
    `select count(*)::int as count from pg_stat_activity where datname = $1 and application_name like 'roster%'
     and pid <> all ($2::int[])`,
    [new URL(webUrl).pathname.slice(1), await ours()],
  )
  await superuser.end()
  return rows[0].count
}

/** Those of this very test. */
async function ours(): Promise<number[]> {
  const { database } = await import('@/server/platform/database')
  const { sql } = await import('drizzle-orm')
  const { rows } = await database().execute<{ pid: number }>(
    sql`select pid from pg_stat_activity where datname = current_database() and client_port in (
      select client_port from pg_stat_activity where pid = pg_backend_pid())`,
  )
  return rows.map(({ pid }) => pid)
}
