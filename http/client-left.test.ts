import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeFigures } from '@/server/measure'
import { closeDatabase, takeConnection } from '@/server/platform/database'
import { type OpenedApi, openApi } from './api-fixture'

let api: OpenedApi
beforeAll(async () => {
  process.env.ROSTER_POOL_MAX = '4'
  const { provideEnv } = await import('@/server/env')
  provideEnv({})
  await closeDatabase()
  api = await openApi()
})
afterAll(() => api.close())

const waiting = () => takeFigures().gauges['pool.waiting']?.max ?? 0

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries === 100) throw new Error('it never became so')
    await sleep(20)
  }
}

test('a client that goes away no longer waits for the database, and one that stays is served', async () => {
  const held = await Promise.all(Array.from({ length: 4 }, takeConnection))
  const sockets = Array.from({ length: 10 }, () => {
    const socket = connect(api.opened.port, '127.0.0.1')
    const head = `GET /api/v1/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${api.tokens.admin}\r\n\r\n`
    socket.on('error', () => {}).write(head)
    return socket
  })
  const staying = api.send('GET', '/users')
  // The settings, which hold the limits, may be read anew at the same time: for all who come, so that wait goes on
  await until(() => waiting() >= 11)
  for (const socket of sockets) socket.destroy()
  await until(() => waiting() <= 2)
  for (const client of held) client.release()
  expect((await staying).status).toBe(200)
  expect(takeFigures().gauges['pool.inUse']?.max).toBe(0)
})
