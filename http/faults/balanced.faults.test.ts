import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import type { PerformanceView } from '@/server/performance/performance'
import { type Answer, ask } from './asking-fixture'
import { type Balancer, balance } from './balancer-fixture'
import { type Console, endConsoles, type Metrics, startConsole } from './console-fixture'
import { newEmail, type SignedIn, signedIn, tell } from './people-fixture'

// Two consoles behind a plain proxy on one database: what they say of themselves is what was asked of them

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 })
const names = ['north', 'south']
let consoles: Console[]
let balancer: Balancer
let people: SignedIn[]

beforeAll(async () => {
  const { webUrl, ownerUrl } = testDatabase()
  const address = { DATABASE_URL: webUrl, DATABASE_OWNER_URL: ownerUrl }
  // One after the other, as the first may have to build
  consoles = [await startConsole({ ...address, ROSTER_INSTANCE: 'north' })]
  consoles.push(await startConsole({ ...address, ROSTER_INSTANCE: 'south' }))
  balancer = await balance(consoles.map(({ url }) => url))
  // Each of them asks less than the limits allow to one
  people = await Promise.all(Array.from({ length: 20 }, () => signedIn()))
})
afterAll(async () => {
  balancer?.close()
  await endConsoles()
})

/** Of ten requests, whatever happens in a console: reads, writes, pages, refusals and what is not there. */
function oneOfTen(at: number, agent: Agent): Promise<Answer> {
  const person = people[at % people.length] as SignedIn
  const get = (path: string, headers: Record<string, string>) => ask(balancer.url + path, { headers, agent })
  const kind = at % 10
  if (kind === 0 && at % 50 === 0) return get('/account', person.byCookie)
  if (kind === 1 && at % 20 === 1) {
    const body = { name: 'Somebody', email: newEmail() }
    return ask(`${balancer.url}/api/v1/users`, { method: 'POST', headers: person.byToken, body, agent })
  }
  if (kind === 2) return get('/api/v1/nowhere', person.byToken)
  if (kind === 3) return get('/api/v1/users', {})
  return get(`/api/v1/users/${person.user.id}`, person.byToken)
}

test('10,000 requests are counted, each once, by the figures of both together and by Prometheus', async () => {
  const before = await Promise.all(consoles.map((each) => each.metrics()))
  await nextSecond()
  const from = seconds()
  const agent = new Agent({ keepAlive: true, maxSockets: 24 })
  const counts = new Map<number, number>()
  let at = 0
  const beganAt = performance.now()
  await Promise.all(
    Array.from({ length: 24 }, async () => {
      while (at < 10_000) {
        const { status } = await oneOfTen(at++, agent)
        counts.set(status, (counts.get(status) ?? 0) + 1)
      }
    }),
  )
  agent.destroy()
  const ms = performance.now() - beganAt
  await nextSecond()
  const to = seconds()
  // What a second held is written when it is over
  await sleep(2500)
  const after = await Promise.all(consoles.map((each) => each.metrics()))
  const byPrometheus = after.map((metrics, index) => requestsOf(metrics) - requestsOf(before[index] as Metrics))
  const merged = await figures(from, to)
  const single = await Promise.all(names.map((name) => figures(from, to, name)))
  tell('10,000 requests', {
    perSecond: Math.round(10_000 / (ms / 1000)),
    statuses: Object.fromEntries(counts),
    byPrometheus,
    merged: requestsIn(merged),
    single: single.map(requestsIn),
  })

  // 503: a machine that others keep busy refuses some to stay up, which counts like everything else
  expect([...counts.keys()].filter((status) => ![200, 201, 401, 404, 503].includes(status))).toEqual([])
  expect(counts.get(200)).toBeGreaterThan(5000)
  expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(10_000)
  expect(requestsIn(merged)).toBe(10_000)
  expect(single.map(requestsIn)).toEqual(byPrometheus)
  expect(byPrometheus.reduce((sum, count) => sum + count)).toBe(10_000)
  // By turns: both were asked
  for (const count of byPrometheus) expect(count).toBeGreaterThan(4000)
  expect(merged.instances.map((name) => name.replace(/[.-][^.-]*$/, ''))).toEqual(names)
  for (const point of merged.points) {
    const parts = single.map(({ points }) => points.find((each) => each.at === point.at)?.requests ?? 0)
    expect(point.requests).toBe(parts.reduce((sum, part) => sum + part))
  }
  for (const [status, count] of counts) {
    const told = after.map(
      (metrics, index) => requestsOf(metrics, status) - requestsOf(before[index] as Metrics, status),
    )
    expect(told.reduce((sum, each) => sum + each)).toBe(count)
  }
})

test('one that is killed under load leaves its figures, and the other goes on', async () => {
  const dead = consoles[1] as Console
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  await nextSecond()
  const from = seconds()
  const answeredBefore = (balancer.answered.get(dead.url) ?? []).length
  const answers: Array<{ status: number; at: number; ms: number }> = []
  let isOver = false
  let asked = 0
  const load = Promise.all(
    Array.from({ length: 16 }, async () => {
      while (!isOver) {
        const { status, ms } = await oneOfTen(10 * asked++ + 4, agent)
        answers.push({ status, ms, at: Date.now() })
      }
    }),
  )
  await sleep(4600)
  const killedAt = Date.now()
  await dead.end('SIGKILL')
  await sleep(4000)
  isOver = true
  await load
  agent.destroy()
  await nextSecond()
  const to = seconds()
  await sleep(2500)

  const lost = answers.filter(({ status }) => status !== 200 && status !== 503)
  const later = answers.filter((answer) => answer.at > killedAt + 1000)
  const answered = (balancer.answered.get(dead.url) ?? []).slice(answeredBefore)
  // A second is written within the one that follows
  const lastKept = Math.floor(killedAt / 1000) * 1000 - 1000
  const sure = answered.filter((moment) => moment < lastKept - 100).length
  const view = await figures(from, to)
  const ofDead = await figures(from, to, 'south')
  tell('kill -9 of one of two', {
    answers: answers.length,
    lost: lost.length,
    after: later.length,
    slowestAfterMs: Math.max(...later.map(({ ms }) => ms)),
    answeredByDead: answered.length,
    keptOfDead: requestsIn(ofDead),
    atLeast: sure,
    lastSecondBeforeDeathMs:
      killedAt - 1000 * Math.max(...ofDead.points.filter(({ requests }) => requests > 0).map(({ at }) => at)),
  })

  // What was under way with it, and at most one more of each who asked before the end of their connection was known
  expect(lost.length).toBeLessThanOrEqual(32)
  expect(lost.every((answer) => answer.status === 502 && answer.at < killedAt + 1000)).toBe(true)
  expect(later.length).toBeGreaterThan(100)
  expect(requestsIn(ofDead)).toBeGreaterThanOrEqual(sure)
  expect(requestsIn(ofDead)).toBeLessThanOrEqual(answered.length)
  expect(sure).toBeGreaterThan(100)
  expect(view.instances).toHaveLength(2)
})

async function figures(from: number, to: number, instance?: string): Promise<PerformanceView> {
  const of = instance === undefined ? '' : `&instance=${await fullName(instance)}`
  const path = `/api/v1/performance?from=${from}&to=${to}${of}`
  const answer = await ask(`${consoles[0]?.url}${path}`, { headers: people[0]?.byToken })
  expect(answer.status, answer.body).toBe(200)
  return JSON.parse(answer.body)
}

/** As it is called among others: with a random end. */
async function fullName(name: string): Promise<string> {
  const answer = await ask(`${consoles[0]?.url}/api/v1/performance?range=5m`, { headers: people[0]?.byToken })
  return JSON.parse(answer.body).instances.find((each: string) => each.startsWith(name)) ?? name
}

const requestsIn = ({ points }: PerformanceView) => points.reduce((sum, { requests }) => sum + requests, 0)
/** But for those that read the figures. */
const requestsOf = (metrics: Metrics, status?: number) => {
  const of: Record<string, string> = status === undefined ? {} : { status: `${status}` }
  return metrics.sum('http_requests_total', of) - metrics.sum('http_requests_total', { ...of, route: '/metrics' })
}
const seconds = () => Math.floor(Date.now() / 1000)
const nextSecond = () => sleep(1000 - (Date.now() % 1000) + 5)
