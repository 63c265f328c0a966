import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listAlerts } from '@/server/alerts/alert-service'
import { beginAnew, memory, moveTo, tell } from '@/server/alerts/alert-test-figures'
import { watchAlerts } from '@/server/alerts/alert-watch-service'
import { deliveryRepository } from '@/server/alerts/delivery-repository'
import { deliverDue } from '@/server/alerts/delivery-service'
import { testRule, updateRule } from '@/server/alerts/rule-service'
import { createWebhook, listWebhooks } from '@/server/alerts/webhook-service'
import { clock } from '@/server/clock'
import { database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { system } from '@/server/users/user-test-people'

const cleaning: (() => unknown)[] = []
beforeEach(async () => void (await beginAnew()))
afterEach(() => {
  clock.move(0)
  for (const clean of cleaning.splice(0).reverse()) clean()
})

test('killed between sending and noting it, a delivery is sent again under the same id', async () => {
  const got: Array<{ id: unknown; response: ServerResponse }> = []
  const server = createServer(
    (request, response) => void got.push({ id: request.headers['roster-delivery'], response }),
  )
  cleaning.push(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  await createWebhook(system(), { name: 'Chat', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })
  await testRule(system(), 'p99')

  const instance = await started()
  await expect.poll(() => got.length, { timeout: 20_000 }).toBe(1)
  const ended = new Promise((done) => instance.once('exit', done))
  instance.kill('SIGKILL')
  await ended

  await deliverDue()
  expect(got, 'it is still taken').toHaveLength(1)
  clock.move(31_000)
  const round = deliverDue()
  await expect.poll(() => got.length).toBe(2)
  got[1]?.response.writeHead(204).end()
  await round
  expect(got[1]?.id).toBe(got[0]?.id)
  expect((await listWebhooks(system()))[0]?.last).toMatchObject({ state: 'delivered', attempts: 2 })
})

test('the instance that watches is killed, and another one goes on without leaving out or doubling anything', async () => {
  await updateRule(system(), 'memory', 1, { threshold: 100, forSeconds: 3 })
  const first = Math.floor(Date.now() / 1000) - 2
  moveTo(first - 1)
  await watchAlerts()
  clock.move(0)
  const instances = [await started(), await started()]
  // Each second is told as it passes, while one after the other is killed
  for (let second = first; second < first + 8; second++) {
    await expect.poll(() => Date.now() / 1000, { timeout: 5000, interval: 50 }).toBeGreaterThan(second + 1)
    await tell(second, memory(150))
    if (second === first + 2) instances[0]?.kill('SIGKILL')
  }
  const fired = async () => (await listAlerts(system(), { isOpen: false, limit: 9, cursor: null })).alerts
  await expect.poll(async () => (await fired()).length, { timeout: 20_000 }).toBe(1)
  expect(await fired()).toMatchObject([{ firedAt: new Date((first + 3) * 1000), beganAt: new Date(first * 1000) }])
})

test('who takes while somebody else does takes another one, and waits for nobody', async () => {
  for (const name of ['One', 'Two']) await createWebhook(system(), { name, url: 'http://127.0.0.1:9/' })
  await testRule(system(), 'p99')
  const now = new Date(clock.now().getTime() + 1)
  const lease = new Date(now.getTime() + 30_000)
  const [first, second] = await inTransaction(async (tx) => {
    const mine = await deliveryRepository(tx).claim(now, lease, [], [])
    // The first is not committed yet
    return [mine, await deliveryRepository(database()).claim(now, lease, [], [])]
  })
  expect(first?.id).toBeDefined()
  expect(second?.id).toBeDefined()
  expect(second?.id).not.toBe(first?.id)
  expect(await deliveryRepository(database()).claim(now, lease, [], [])).toBeNull()
})

/** Another instance on this database. */
async function started(): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'alert-loop.program.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  cleaning.push(() => child.kill('SIGKILL'))
  await new Promise((done) => child.stdout.once('data', done))
  return child
}
