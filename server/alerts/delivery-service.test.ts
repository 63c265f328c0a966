import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deliveries } from '@/drizzle/schema'
import { beginAnew } from '@/server/alerts/alert-test-figures'
import { deliveryRepository } from '@/server/alerts/delivery-repository'
import { deliverDue } from '@/server/alerts/delivery-service'
import { testRule } from '@/server/alerts/rule-service'
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  resetWebhookBreakers,
  testWebhook,
  updateWebhook,
} from '@/server/alerts/webhook-service'
import { clock } from '@/server/clock'
import { database } from '@/server/platform/database'
import { newActor, system } from '@/server/users/user-test-people'

type Received = { headers: IncomingHttpHeaders; body: string }
type Answer = (response: ServerResponse, received: Received) => void
let servers: Server[] = []
let movedMs = 0

beforeEach(async () => {
  await beginAnew()
  later(0)
})
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  servers = []
})
afterAll(() => clock.move(0))

/** A receiver as somebody else would write it: what it got, and what it answers. */
async function receiver(
  answer: Answer = ok,
): Promise<{ url: string; got: Received[]; answerWith: (next: Answer) => void }> {
  const got: Received[] = []
  let current = answer
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const received = { headers: request.headers, body }
      got.push(received)
      current(response, received)
    })
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return { url, got, answerWith: (next) => (current = next) }
}
const ok: Answer = (response) => void response.writeHead(204).end()
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end()

function later(ms: number): void {
  movedMs = ms === 0 ? 0 : movedMs + ms
  clock.move(movedMs)
}
const target = async (url: string, name = 'Chat') => (await createWebhook(system(), { name, url })).webhook
const last = async (name = 'Chat') => (await listWebhooks(system())).find((each) => each.name === name)?.last

describe('a delivery', () => {
  test('is signed, so that a receiver knows who sent it, when, and that nobody changed it', async () => {
    const { url, got } = await receiver()
    const { secret } = await createWebhook(system(), { name: 'Chat', url })
    await testRule(system(), 'p99')
    await deliverDue()
    expect(got).toHaveLength(1)
    const { headers, body } = got[0] ?? { headers: {}, body: '' }
    // As docs/alerts.md tells receivers to
    const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['roster-signature'])) ?? []
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(10)
    expect(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')).toBe(hex)
    expect(createHmac('sha256', `${secret}x`).update(`${seconds}.${body}`).digest('hex')).not.toBe(hex)
    expect(JSON.parse(body)).toMatchObject({
      id: headers['roster-delivery'],
      occasion: 'test',
      text: 'Test: Response time over 1 s. Nothing is wrong.',
      alert: { rule: 'p99', isTest: true, threshold: 1000, unit: 'ms' },
    })
    expect(headers['content-type']).toBe('application/json')
    expect(body).not.toContain(secret)
    expect(await last()).toMatchObject({ state: 'delivered', attempts: 1, lastError: null })
  })

  test('is tried again, later each time, under the same id, until it arrives', async () => {
    const { url, got, answerWith } = await receiver(status(500))
    await target(url)
    await testRule(system(), 'p99')
    await deliverDue()
    await deliverDue()
    expect(got).toHaveLength(1)
    expect(await last()).toMatchObject({ state: 'waiting', attempts: 1, lastError: 'answered 500' })
    later(11_000)
    await deliverDue()
    expect(got).toHaveLength(2)
    later(9000)
    await deliverDue()
    expect(got, 'the second wait is 10 to 20 s').toHaveLength(2)
    later(12_000)
    answerWith(ok)
    await deliverDue()
    expect(await last()).toMatchObject({ state: 'delivered', attempts: 3 })
    expect(new Set(got.map(({ headers }) => headers['roster-delivery'])).size).toBe(1)
    later(3_600_000)
    await deliverDue()
    expect(got).toHaveLength(3)
  })

  test('is given up after a day, and shown as such', async () => {
    const { url, got } = await receiver(status(503))
    await target(url)
    await testRule(system(), 'p99')
    later(24 * 3_600_000 + 1000)
    await deliverDue()
    expect(await last()).toMatchObject({ state: 'gave-up', lastError: 'answered 503', nextAt: null })
    later(3_600_000)
    await deliverDue()
    expect(got).toHaveLength(1)
  })

  test('of an end waits until that of the beginning has arrived', async () => {
    const alert = await testRule(system(), 'p99')
    const { url, got, answerWith } = await receiver(status(500))
    const { id } = await target(url)
    for (const occasion of ['fired', 'resolved'] as const) {
      await deliveryRepository(database()).insert(alert.id, [id], occasion, clock.now())
    }
    for (let round = 0; round < 3; round++) await deliverDue()
    const occasions = () => got.map(({ body }) => JSON.parse(body).occasion)
    expect(occasions()).toEqual(['fired'])
    answerWith(ok)
    later(11_000)
    await deliverDue()
    await deliverDue()
    expect(occasions()).toEqual(['fired', 'fired', 'resolved'])
  })

  test('follows no redirect', async () => {
    const elsewhere = await receiver()
    const { url } = await receiver(status(302, { Location: elsewhere.url }))
    await target(url)
    await testRule(system(), 'p99')
    await deliverDue()
    expect(elsewhere.got).toEqual([])
    expect((await last())?.lastError).toBe('answered 302, and redirects are not followed')
  })

  test('to nobody there fails and waits', async () => {
    await target('http://127.0.0.1:9/')
    await testRule(system(), 'p99')
    await deliverDue()
    expect(await last()).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('ECONNREFUSED') })
  })

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://0xa9.254.169.254/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
  ])('never goes to %s', async (url) => {
    await target(url)
    await testRule(system(), 'p99')
    await deliverDue()
    expect(await last()).toMatchObject({
      state: 'waiting',
      lastError: expect.stringContaining('is not reached from here'),
    })
  })

  test('reads nothing of an answer without end', async () => {
    let written = 0
    const { url } = await receiver((response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536
      }
      response.on('drain', more)
      more()
    })
    await target(url)
    await testRule(system(), 'p99')
    await deliverDue()
    expect((await last())?.state).toBe('delivered')
    expect(written).toBeLessThan(50_000_000)
  })
})

describe('a target', () => {
  test('that is slow holds up no other, and ends after 5 s', async () => {
    const slow = await receiver(() => {})
    const quick = await receiver()
    await target(slow.url, 'Slow')
    await target(quick.url, 'Quick')
    await testRule(system(), 'p99')
    const beganAt = performance.now()
    const round = deliverDue()
    await expect.poll(() => quick.got.length).toBe(1)
    await expect.poll(async () => (await last('Quick'))?.state).toBe('delivered')
    expect(performance.now() - beganAt).toBeLessThan(3000)
    await testRule(system(), 'disk')
    void deliverDue()
    await expect.poll(() => quick.got.length).toBe(2)
    expect(slow.got, 'one at a time').toHaveLength(1)
    await round
    expect(performance.now() - beganAt).toBeLessThan(7000)
    expect(await last('Slow')).toMatchObject({ state: 'waiting' })
    const [first] = await database().select().from(deliveries).orderBy(deliveries.createdAt).limit(1)
    expect(first?.lastError ?? 'no answer within 5 s').toBe('no answer within 5 s')
  })

  test('that is down is left alone by the breaker, and tried at once when somebody resets it', async () => {
    const { url, got, answerWith } = await receiver(status(500))
    const webhook = await target(url)
    await testRule(system(), 'p99')
    for (let tries = 0; tries < 5; tries++) {
      await deliverDue()
      later(3_600_000)
    }
    expect(got).toHaveLength(5)
    expect((await listWebhooks(system()))[0]?.breaker).toMatchObject({ state: 'open', lastError: 'answered 500' })
    await deliverDue()
    expect(got, 'an open breaker makes no call').toHaveLength(5)
    expect((await last())?.attempts, 'and counts none').toBe(5)
    answerWith(ok)
    await expect(resetWebhookBreakers(await newActor('manager'))).rejects.toMatchObject({ code: 'forbidden' })
    await resetWebhookBreakers(system())
    expect((await getWebhook(system(), webhook.id)).breaker.state).toBe('closed')
    await deliverDue()
    expect(await last()).toMatchObject({ state: 'delivered', attempts: 6 })
  })

  test('that is switched off is sent nothing more, and what waits goes when it is on again', async () => {
    const { url, got } = await receiver(status(500))
    const { id } = await target(url)
    await testRule(system(), 'p99')
    await updateWebhook(system(), id, 1, { isOn: false })
    await deliverDue()
    await testRule(system(), 'p99')
    expect(got).toHaveLength(0)
    await updateWebhook(system(), id, 2, { isOn: true })
    await deliverDue()
    expect(got).toHaveLength(1)
  })

  test('that is removed takes what waits with it', async () => {
    const { url, got } = await receiver(status(500))
    const { id } = await target(url)
    await testWebhook(system(), id)
    await deliverDue()
    await deleteWebhook(system(), id)
    later(3_600_000)
    await deliverDue()
    expect(got).toHaveLength(1)
    expect(await database().$count(deliveries)).toBe(0)
  })
})

test('two instances at once send each delivery once', async () => {
  const { url, got } = await receiver()
  await target(url)
  for (let count = 0; count < 5; count++) await testRule(system(), 'p99')
  for (let round = 0; round < 10; round++) await Promise.all([deliverDue(), deliverDue()])
  expect(got).toHaveLength(5)
})

test('what was given up on the way, as at the end of the program, goes on at once', async () => {
  const { url, got, answerWith } = await receiver(() => {})
  await target(url)
  await testRule(system(), 'p99')
  const ending = new AbortController()
  const round = deliverDue(ending.signal)
  await expect.poll(() => got.length).toBe(1)
  ending.abort()
  await round
  expect(await last()).toMatchObject({ state: 'waiting', attempts: 0 })
  answerWith(ok)
  await deliverDue()
  expect(await last()).toMatchObject({ state: 'delivered' })
})
