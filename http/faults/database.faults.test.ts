import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import { closeDatabase } from '@/server/platform/database'
import { type OpenedStream, openStream } from '../performance-fixture'
import { type Answer, ask } from './asking-fixture'
import { type Console, endConsoles, launchConsole, startConsole } from './console-fixture'
import { type DatabaseLink, linkToDatabase } from './database-link-fixture'
import { newEmail, type SignedIn, signedIn, tell } from './people-fixture'

// The console, pages and all, on a database that stops being of use while people go on working

vi.setConfig({ testTimeout: 90_000, hookTimeout: 300_000 })

/** Waiting for the database ends after 5 s, for an answer of it half a second later; the rest is for a busy machine. */
const answeredWithinMs = 7500
/** Whoever was half through when it began may wait a second time. */
const halfThroughMs = 12_500
const backWithinMs = 10_000
/** Longer than anybody waits, so that whoever came first has given up before it ends. */
const faultMs = 8000

const poolMax = 12
/** Not of the pool: those of the event feed, of the recorder, of the live figures, and the one that counts them here. */
const ownConnections = 4

let link: DatabaseLink
let roster: Console
let admin: SignedIn
let superuser: pg.Client
const { webUrl, ownerUrl } = testDatabase()
const name = new URL(webUrl).pathname.slice(1)
const address = (over: DatabaseLink) => ({ DATABASE_URL: over.over(webUrl), DATABASE_OWNER_URL: over.over(ownerUrl) })

beforeAll(async () => {
  superuser = new pg.Client({ connectionString: inject('databases').superuserUrl, database: 'postgres' })
  await superuser.connect()
  link = await linkToDatabase(webUrl)
  roster = await startConsole({ ...address(link), ROSTER_POOL_MAX: `${poolMax}` })
  admin = await signedIn()
  // From here on all connections to the database are the console’s
  await closeDatabase()
  // What is loaded at its first use is no leak
  const since = performance.now()
  await use(() => performance.now() - since > 3000)
})
afterAll(async () => {
  await endConsoles()
  await link.cut()
  await superuser.end()
})
beforeEach(() => {
  roster.log.length = 0
})

type Timed = Answer & { endedAt: number }
type Kind = 'health' | 'readiness' | 'page' | 'door' | 'read' | 'write'
type Answers = Record<Kind, Timed[]>
type Written = { email: string; answer: Answer }

/** What people and programs do all the time, from now until `isOver`. */
async function use(isOver: () => boolean): Promise<{ answers: Answers; written: Written[] }> {
  const answers: Answers = { health: [], readiness: [], page: [], door: [], read: [], write: [] }
  const written: Written[] = []
  const repeat = async (kind: Kind, work: () => Promise<Answer>) => {
    while (!isOver()) {
      answers[kind].push({ ...(await work()), endedAt: performance.now() })
      await sleep(100)
    }
  }
  const get = (path: string, headers: Record<string, string> = {}) => ask(roster.url + path, { headers })
  const write = async () => {
    const email = newEmail()
    const answer = await ask(`${roster.url}/api/v1/users`, {
      method: 'POST',
      headers: admin.byToken,
      body: { name: 'Somebody', email },
    })
    written.push({ email, answer })
    return answer
  }
  await Promise.all([
    repeat('health', () => get('/healthz')),
    repeat('readiness', () => get('/readyz')),
    repeat('door', () => get('/sign-in')),
    repeat('page', () => get('/users', admin.byCookie)),
    repeat('page', () => get(`/users/${admin.user.id}`, admin.byCookie)),
    repeat('page', () => get('/account', admin.byCookie)),
    ...Array.from({ length: 6 }, () => repeat('read', () => get('/api/v1/users', admin.byToken))),
    ...Array.from({ length: 4 }, () => repeat('write', write)),
  ])
  return { answers, written }
}

const terminate = () =>
  superuser.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
const alter = (what: string) => superuser.query(`alter database ${name} ${what}`)

const faults = [
  { fault: 'away', begin: () => link.cut(), end: () => link.heal() },
  { fault: 'frozen', begin: async () => link.freeze(), end: () => link.heal() },
  { fault: 'so slow that nobody can wait for it', begin: async () => link.delay(4000), end: () => link.heal() },
  {
    fault: 'out of connections',
    begin: () => alter('connection limit 0').then(terminate),
    end: () => alter('connection limit -1'),
  },
  {
    fault: 'read-only',
    begin: () => alter('set default_transaction_read_only to on').then(terminate),
    end: () => alter('reset default_transaction_read_only').then(terminate),
    canBeRead: true,
  },
]

describe.each(faults)('a database that is $fault', ({ fault, begin, end, canBeRead = false }) => {
  test('is told of within 5 s, harms nothing, and is forgotten within 10 s', async () => {
    const before = { connections: (await connections()).all, heap: await roster.heapBytes() }
    const stream = await watchPerformance()
    let isOver = false
    const using = use(() => isOver)
    await sleep(1000)
    const beganAt = performance.now()
    await begin()
    // What was under way may still end well
    await sleep(500)
    const during = use(() => performance.now() - beganAt > faultMs)
    await sleep(faultMs)
    const endedAt = performance.now()
    await end()
    const { answers, written } = endedBy(endedAt, await during)
    const backMs = await untilBack()
    isOver = true
    const around = await using

    const slowest = Math.max(
      ...Object.values(around.answers)
        .flat()
        .map(({ ms }) => ms),
    )
    tell(`database ${fault}`, { ...shown(answers), slowestMs: slowest, backMs, written: around.written.length })

    expect(statuses([...answers.health, ...around.answers.health])).toEqual([200])
    expect(statuses(answers.readiness)).toEqual([503])
    expect(statuses(answers.page)).toEqual([canBeRead ? 200 : 503])
    expect(statuses(answers.door)).toEqual([canBeRead ? 200 : 503])
    expect(statuses(answers.read)).toEqual([canBeRead ? 200 : 503])
    expect(statuses(answers.write)).toEqual([503])
    for (const page of [...answers.page, ...answers.door].filter(({ status }) => status === 503)) expectClearPage(page)
    for (const answer of [...answers.read, ...answers.write].filter(({ status }) => status === 503)) {
      expect(JSON.parse(answer.body)).toMatchObject({ status: 503, code: 'unavailable', detail: expect.any(String) })
      expect(answer.headers['retry-after']).toBeDefined()
    }
    for (const kind of Object.keys(answers)) {
      const both = [...answers[kind as Kind], ...around.answers[kind as Kind]]
      expect(Math.max(...answers[kind as Kind].map(({ ms }) => ms)), kind).toBeLessThan(answeredWithinMs)
      expect(Math.max(...both.map(({ ms }) => ms)), kind).toBeLessThan(halfThroughMs)
      // Whatever happens is an answer, and one that says what it is
      expect(
        both.filter(({ status }) => ![200, 201, 503].includes(status)),
        kind,
      ).toEqual([])
    }
    expect(backMs).toBeLessThan(backWithinMs)
    await expectStreamGoesOn(stream, beganAt, endedAt)

    await expectKept([...written, ...around.written])
    await expectNothingLeaked(before)
    expect(roster.child.exitCode).toBe(null)
    // A database that is away is no bug of ours; what should have been in the audit log is at least in this one
    const errors = roster.log.filter(({ level, msg }) => level === 'error' && msg !== 'an event could not be recorded')
    expect(errors).toEqual([])
  })
})

describe.each([
  { fault: 'away', begin: (way: DatabaseLink) => way.cut() },
  { fault: 'frozen', begin: async (way: DatabaseLink) => way.freeze() },
])('a start whose database is $fault', ({ fault, begin }) => {
  test('waits, says so, and is done within 10 s after the database is there', async () => {
    const way = await linkToDatabase(webUrl)
    await begin(way)
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const starting = launchConsole({ ...address(way), PORT: `${port}` })
    await vi.waitFor(async () => expect((await ask(`${starting.url}/healthz`)).status).toBe(200), { timeout: 60_000 })
    await sleep(7000)
    const [health, ready, page] = await Promise.all(
      ['/healthz', '/readyz', '/users'].map((path) => ask(starting.url + path)),
    )
    expect([health?.status, ready?.status, page?.status]).toEqual([200, 503, 503])
    expect(page?.body).toContain('Roster is starting')
    const healedAt = performance.now()
    await way.heal()
    await starting.ready
    const backMs = Math.round(performance.now() - healedAt)
    tell(`start with a database ${fault}`, { backMs })
    expect(backMs).toBeLessThan(backWithinMs)
    expect((await ask(`${starting.url}/readyz`)).status).toBe(200)
    await starting.end('SIGTERM')
    await way.cut()
  })
})

/** What is open stays open, says that it knows nothing new, and goes on without a gap or a double. */
async function expectStreamGoesOn(stream: OpenedStream, beganAt: number, endedAt: number): Promise<void> {
  const faultBegan = Math.ceil((performance.timeOrigin + beganAt) / 1000)
  const faultEnded = Math.floor((performance.timeOrigin + endedAt) / 1000)
  const heard = () => new Set(stream.ticks().flatMap(({ seconds }) => seconds.map(({ at }) => at)))
  await stream.until(() => heard().has(faultEnded + 1), 20_000)
  const missing = []
  for (let at = faultBegan - 1; at <= faultEnded; at++) if (!heard().has(at)) missing.push(at - faultBegan)
  tell('  stream', { messages: stream.messages.length, stale: stream.messages.filter(isStale).length, missing })
  // What was measured meanwhile was held, and written afterwards
  expect(missing).toEqual([])
  expect(stream.messages.some(({ event }) => event === 'reconnect')).toBe(false)
  stream.close()
}

const isStale = ({ event }: { event?: string }) => event === 'stale'

async function watchPerformance(): Promise<OpenedStream> {
  const { port } = new URL(roster.url)
  const stream = await openStream(Number(port), '/api/performance/stream?range=5m', admin.byCookie)
  await stream.until((messages) => messages.length > 1)
  return stream
}

function expectClearPage({ headers, body }: Answer): void {
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  // Where so many wait for the database that more would be too many, that is said instead
  if (body.includes('<h1>Roster is busy</h1>')) return
  expect(body).toContain('<h1>This page can’t be shown right now</h1>')
  expect(body).toMatch(/<p>[^<]*(database|connection)[^<]*This page tries again by itself\.<\/p>/)
  expect(body).toContain(headers['x-request-id'])
}

/** In ms, from now, until everything is answered as ever. */
async function untilBack(): Promise<number> {
  const since = performance.now()
  for (;;) {
    const asked = await Promise.all([
      ask(`${roster.url}/readyz`),
      ask(`${roster.url}/users`, { headers: admin.byCookie }),
      ask(`${roster.url}/api/v1/users`, {
        method: 'POST',
        headers: admin.byToken,
        body: { name: 'Back', email: newEmail() },
      }),
    ])
    const ms = Math.round(performance.now() - since)
    if (asked.every(({ status }) => status === 200 || status === 201) || ms > 30_000) return ms
    await sleep(100)
  }
}

/** What was confirmed is there; what was said not to have been done is not. */
async function expectKept(written: Written[]): Promise<void> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  const { rows } = await client.query<{ email: string }>('select email from users')
  await client.end()
  const there = new Set(rows.map(({ email }) => email))
  const emails = (wanted: (answer: Answer) => boolean) =>
    written.filter(({ answer }) => wanted(answer)).map(({ email }) => email)
  expect(emails(({ status }) => status === 201).filter((email) => !there.has(email))).toEqual([])
  expect(emails(({ body }) => body.includes('Nothing was changed')).filter((email) => there.has(email))).toEqual([])
}

async function expectNothingLeaked(before: { connections: number; heap: number }): Promise<void> {
  // As many at once as the pool can hold; more than that, or a machine that others keep busy, may be refused in order
  await vi.waitFor(
    async () => {
      const asked = await Promise.all(
        Array.from({ length: poolMax }, () => ask(`${roster.url}/api/v1/users`, { headers: admin.byToken })),
      )
      expect(statuses(asked)).toEqual([200])
      expect(Math.max(...asked.map(({ ms }) => ms))).toBeLessThan(4000)
    },
    { timeout: 15_000, interval: 500 },
  )
  await vi.waitFor(async () => expect((await connections()).busy).toBe(0), { timeout: 5000, interval: 100 })
  const after = { connections: (await connections()).all, heap: await roster.heapBytes() }
  tell('  left behind', { before, after })
  expect(after.connections).toBeLessThanOrEqual(poolMax + ownConnections)
  expect(after.heap - before.heap).toBeLessThan(16 * 1024 * 1024)
}

async function connections(): Promise<{ all: number; busy: number }> {
  const { rows } = await superuser.query<{ all: number; busy: number }>(
    `select count(*)::int as all, count(*) filter (where state <> 'idle')::int as busy
     from pg_stat_activity where datname = $1 and application_name = 'roster'`,
    [name],
  )
  return rows[0] ?? { all: -1, busy: -1 }
}

/** Those that were answered while the fault lasted; all that was written. */
function endedBy(moment: number, { answers, written }: { answers: Answers; written: Written[] }) {
  const during = Object.entries(answers).map(([kind, all]) => [kind, all.filter(({ endedAt }) => endedAt < moment)])
  return { answers: Object.fromEntries(during) as Answers, written }
}

const statuses = (answers: Answer[]) => [...new Set(answers.map(({ status }) => status))]

function shown(answers: Answers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answers).map(([kind, all]) => [
      kind,
      `${all.length} × ${statuses(all).join('/')} ≤ ${Math.max(...all.map(({ ms }) => ms))} ms`,
    ]),
  )
}
