import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import type { Actor } from '@/server/auth/actor'
import { requestFrom } from '@/server/auth/auth-test-people'
import { until } from '@/server/events/feed-fixture'
import { takeFigures } from '@/server/measure'
import { database, takeConnection } from '@/server/platform/database'
import { endSessionByToken, startSession } from '@/server/sessions/session-service'
import type { UserRole } from '@/server/users/user'
import { changeUserRole, suspendUser } from '@/server/users/user-access-service'
import { acting, newUser, system } from '@/server/users/user-test-people'
import type { ApiEnv } from './api'
import { openDoor } from './door-fixture'
import { problemOfError, problemResponse } from './problem'
import { readStream, type StreamReader } from './stream-fixture'
import { answerStream, endStreams, type Stream } from './streams'

// Streams behind the real front door; whose they are is said by a header, as who may ask is no matter here

const actors = new Map<string, Actor>()
const streams = new Map<string, Stream[]>()
const ended: string[] = []
const answers = new Map<string, ServerResponse>()
/** Who they are takes so long to be found out. */
const lookUps = new Map<string, Promise<unknown>>()
const app = new Hono<ApiEnv>()
app.get('/api/test', async (context) => {
  const key = context.req.header('x-test-actor') ?? ''
  const actor = actors.get(key) as Actor
  answers.set(key, context.env.outgoing)
  await lookUps.get(key)
  return answerStream(
    context,
    actor,
    ({ role }) => role !== 'user',
    (stream) => {
      streams.set(key, [...(streams.get(key) ?? []), stream])
      return () => void ended.push(key)
    },
  )
})
app.onError((error) => problemResponse(problemOfError(error, 'test')))

let door: Awaited<ReturnType<typeof openDoor>>
const readers: StreamReader[] = []
beforeAll(async () => {
  const handle = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  door = await openDoor({ api: (request, response) => void handle(request, response), hasTestClock: true })
})
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close()
  await until(() => openStreams() === 0)
})
afterAll(() => door.door.drain(1000))

const openStreams = () => takeFigures().gauges['streams.open']?.max ?? 0

async function member(role: UserRole = 'admin') {
  const user = await newUser({ role })
  const limits = { sessionIdleMinutes: 60, sessionDays: 1 }
  const { token, sessionId } = await startSession(database(), user.id, requestFrom(), limits)
  actors.set(user.id, { ...acting(user), sessionId })
  return { id: user.id, token }
}

async function listen(id: string, headers = {}): Promise<StreamReader> {
  const reader = await readStream(door.port, '/api/test', { 'x-test-actor': id, ...headers })
  readers.push(reader)
  return reader
}
const streamsOf = (id: string) => streams.get(id) ?? []

test('what is sent arrives, with id and name, and no cache or proxy keeps it', async () => {
  const { id } = await member()
  const reader = await listen(id)
  streamsOf(id)[0]?.send({ id: '7', event: 'tick', data: { lines: 'one\ntwo' } })
  await until(() => reader.messages.length > 0)
  expect(reader.messages).toEqual([{ id: '7', event: 'tick', data: '{"lines":"one\\ntwo"}' }])
  expect(reader.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
  })
  reader.close()
  await until(() => ended.includes(id))
})

test('who reads too slowly is cut, and nobody else is', async () => {
  const [slow, quick] = [await member(), await member()]
  const [slowReader, quickReader] = [await listen(slow.id), await listen(quick.id)]
  slowReader.response.pause()
  const data = 'x'.repeat(100_000)
  const before = process.memoryUsage().external
  for (let sent = 0; !ended.includes(slow.id); sent++) {
    expect(sent).toBeLessThan(400)
    for (const { id } of [slow, quick]) for (const stream of streamsOf(id)) stream.send({ data })
    await sleep(5)
  }
  expect(process.memoryUsage().external - before).toBeLessThan(50_000_000)
  expect(ended).not.toContain(quick.id)
  expect(quickReader.hasEnded()).toBe(false)
})

test('nobody has more than 20 open, and who closes one may open another', async () => {
  const { id } = await member()
  const all = await Promise.all(Array.from({ length: 20 }, () => listen(id)))
  expect(all.map(({ status }) => status)).toEqual(Array(20).fill(200))
  const refused = await listen(id)
  expect(refused.status).toBe(429)
  expect(Number(refused.response.headers['retry-after'])).toBeGreaterThan(0)
  const other = await member()
  expect((await listen(other.id)).status).toBe(200)
  all[0]?.close()
  await until(() => ended.includes(id))
  expect((await listen(id)).status).toBe(200)
})

test('who goes away before it is known who they are has no stream', async () => {
  const { id } = await member()
  let isKnown = () => {}
  lookUps.set(id, new Promise<void>((resolve) => (isKnown = resolve)))
  for (let each = 0; each < 20; each++) {
    answers.delete(id)
    const socket = connect(door.port, '127.0.0.1')
    socket.write(`GET /api/test HTTP/1.1\r\nHost: localhost\r\nX-Test-Actor: ${id}\r\n\r\n`)
    await until(() => answers.has(id))
    socket.destroy()
    await until(() => answers.get(id)?.destroyed === true)
  }
  isKnown()
  await sleep(100)
  expect(openStreams()).toBe(0)
  expect((await listen(id)).status).toBe(200)
})

test('who only asks for the head gets it', async () => {
  const { id } = await member()
  const url = `http://127.0.0.1:${door.port}/api/test`
  const { status } = await fetch(url, {
    method: 'HEAD',
    headers: { 'x-test-actor': id },
    signal: AbortSignal.timeout(2000),
  })
  expect([status, openStreams()]).toEqual([200, 0])
})

test('who has no right any more and reads nothing is cut', async () => {
  const { id, token } = await member()
  const reader = await listen(id)
  reader.response.pause()
  const answer = answers.get(id) as ServerResponse
  while (answer.writableLength < 200_000) {
    streamsOf(id)[0]?.send({ data: 'x'.repeat(100_000) })
    await sleep(2)
  }
  await endSessionByToken(token, requestFrom())
  await until(() => answer.writableEnded, 3000)
  // Nor does what is sent meanwhile bring the process down
  streamsOf(id)[0]?.send({ data: 'more' })
  await until(() => ended.includes(id), 6000)
})

test('ends as soon while every connection of the pool is taken', async () => {
  const { id, token } = await member()
  const reader = await listen(id)
  // More than the pool ever lends: the last of them only waits
  const taking = Array.from({ length: 40 }, takeConnection)
  const lent = () => takeFigures().gauges['pool.inUse']?.max ?? 0
  try {
    await until(() => lent() >= 4)
    await endSessionByTokenBeside(token)
    await until(() => reader.hasEnded(), 3000)
  } finally {
    for (const each of taking)
      each.then(
        (client) => client.release(),
        () => {},
      )
    await Promise.allSettled(taking)
  }
})

/** Signs out as another instance would. */
async function endSessionByTokenBeside(token: string): Promise<void> {
  const elsewhere = new pg.Client(process.env.DATABASE_URL)
  await elsewhere.connect()
  await elsewhere.query('delete from sessions where token_hash = $1', [createHash('sha256').update(token).digest()])
  await elsewhere.end()
}

test('one who lives at another time, in a test, moves nobody else’s', async () => {
  const [early, other] = [await member(), await member()]
  await listen(early.id, { 'x-roster-clock': '100000' })
  const reader = await listen(other.id)
  await sleep(1500)
  expect(reader.hasEnded()).toBe(false)
})

test.each([
  ['signing out', (id: string, token: string) => endSessionByToken(token, requestFrom()).then(() => id)],
  ['being suspended', (id: string) => suspendUser(system(), id, null)],
  ['losing the right', (id: string) => changeUserRole(system(), id, 'user')],
])('%s ends a stream within a second or so, and no other', async (_, lose) => {
  const [gone, other] = [await member(), await member()]
  const [reader, otherReader] = [await listen(gone.id), await listen(other.id)]
  await lose(gone.id, gone.token)
  await until(() => reader.hasEnded(), 2500)
  expect(reader.messages.map(({ event }) => event)).toEqual(['reconnect'])
  await sleep(1200)
  expect(otherReader.hasEnded()).toBe(false)
})

test('while the database is away streams stay, but not for ever', async () => {
  const { id } = await member()
  const reader = await listen(id)
  const superuser = new pg.Client(inject('databases').superuserUrl)
  await superuser.connect()
  const name = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1)
  await superuser.query(`alter database ${name} allow_connections false`)
  await superuser.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  await sleep(2500)
  expect(reader.hasEnded()).toBe(false)
  const realNow = performance.now.bind(performance)
  const later = vi.spyOn(performance, 'now').mockImplementation(() => realNow() + 31_000)
  try {
    await vi.waitFor(() => expect(reader.hasEnded()).toBe(true), 3000)
  } finally {
    later.mockRestore()
    await superuser.query(`alter database ${name} allow_connections true`)
    await superuser.end()
  }
  expect(reader.messages.at(-1)?.event).toBe('reconnect')
})

// Last, as from then on this process takes no more
test('at the end all are told to come back elsewhere, not all at the same moment, and no more are taken', async () => {
  const { id } = await member()
  const all = await Promise.all(Array.from({ length: 5 }, () => listen(id)))
  const texts = all.map(async ({ response }) => {
    let text = ''
    response.on('data', (piece: string) => {
      text += piece
    })
    await once(response, 'end')
    return text
  })
  endStreams()
  const retries = (await Promise.all(texts)).map((text) => Number(/retry: (\d+)\nevent: reconnect\n/.exec(text)?.[1]))
  for (const retry of retries) expect(retry).toBeGreaterThanOrEqual(500)
  expect(new Set(retries).size).toBeGreaterThan(1)
  expect((await listen(id)).status).toBe(503)
})
