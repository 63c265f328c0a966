import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { closeDatabase } from '@/server/platform/database'
import { apiHandler, type DoorState } from './api'
import { ask, type Opened, openDoor } from './door-fixture'

let state: DoorState = 'open'
let opened: Opened
beforeAll(async () => {
  opened = await openDoor({ api: apiHandler(() => state) })
})
afterAll(() => opened.door.drain(1000))

const statusOf = async (path: string) => (await ask(opened.port, { path })).status

test('is alive and ready with a database, also before set-up', async () => {
  expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 200])
  expect((await ask(opened.port, { path: '/readyz' })).body).toBe('{"status":"ready"}')
})

test.each(['starting', 'draining'] as const)('is alive but not ready while %s', async (now) => {
  state = now
  expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503])
  state = 'open'
})

test('answers nothing else while starting, and says when to come back', async () => {
  state = 'starting'
  const { status, headers } = await ask(opened.port, { path: '/api/v1/users' })
  expect([status, headers['retry-after']]).toEqual([503, '2'])
  state = 'open'
})

test('is alive but not ready while the database is away, and ready again after', async () => {
  await closeDatabase()
  const { DATABASE_URL } = process.env
  const { provideEnv } = await import('@/server/env')
  provideEnv({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
  expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503])
  await closeDatabase()
  provideEnv({ DATABASE_URL })
  expect(await statusOf('/readyz')).toBe(200)
})

test('waits 2 s for a database that is frozen', async () => {
  const database = await import('@/server/platform/database')
  vi.spyOn(database, 'pingDatabase').mockReturnValue(new Promise(() => {}))
  const beganAt = performance.now()
  expect(await statusOf('/readyz')).toBe(503)
  expect(performance.now() - beganAt).toBeLessThan(2500)
})
