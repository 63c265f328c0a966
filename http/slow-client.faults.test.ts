import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { ask, openDoor, openSocket, parseAnswer } from './door-fixture'

vi.stubEnv('LOG_LEVEL', 'silent')

test('a client that sends its headers byte by byte is told to go after 10 s, and disturbs nobody', async () => {
  const { door, port } = await openDoor()
  const socket = await openSocket(port)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n')
  const dripping = setInterval(() => socket.write('X-Drip: 1\r\n'), 500)
  const beganAt = performance.now()
  const ended = text(socket).finally(() => clearInterval(dripping))
  expect((await ask(port)).status).toBe(200)
  const { status, headers } = parseAnswer(await ended)
  expect(status).toBe(408)
  expect(headers['x-request-id']).toBeDefined()
  expect(performance.now() - beganAt).toBeLessThan(15_000)
  await door.drain(1000)
})
