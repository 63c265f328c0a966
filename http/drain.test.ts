import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { ask, openDoor, openSocket, parseAnswer } from './door-fixture'
import type { Handler } from './front-door'

const slow: Handler = async (_request, response) => {
  response.write('first ')
  await sleep(1000)
  response.end('last')
}
const endless: Handler = (_request, response) => {
  response.write('first ')
}

test('what is under way is finished, and nothing new is taken', async () => {
  const { door, port } = await openDoor({ pages: slow })
  const underWay = ask(port)
  await sleep(100)
  const drained = door.drain(5000)
  expect(door.isDraining()).toBe(true)
  await vi.waitFor(() => expect(openSocket(port)).rejects.toThrow('ECONNREFUSED'))
  expect(await underWay).toMatchObject({ status: 200, body: 'first last' })
  const beganAt = performance.now()
  await drained
  expect(performance.now() - beganAt).toBeLessThan(1000)
})

test('nobody who was connected before is turned away, however busy it is', async () => {
  const { door, port } = await openDoor({
    pages: (_request, response) => {
      for (const until = performance.now() + 20; performance.now() < until; );
      response.end('done')
    },
  })
  const [first, ...others] = Array.from({ length: 30 }, () => ask(port))
  await first
  const drained = door.drain(5000)
  expect((await Promise.all(others)).map(({ body }) => body)).toEqual(others.map(() => 'done'))
  await drained
})

test('an idle connection that is kept alive does not hold it up', async () => {
  const { door, port } = await openDoor()
  const socket = await openSocket(port)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'data')
  const beganAt = performance.now()
  await Promise.all([door.drain(5000), once(socket, 'close')])
  expect(performance.now() - beganAt).toBeLessThan(1000)
})

test('whoever asks again on a connection that was idle is answered, and told that it ends', async () => {
  const { door, port } = await openDoor()
  const socket = await openSocket(port)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'data')
  const drained = door.drain(5000)
  await sleep(200)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  expect(parseAnswer(await text(socket))).toMatchObject({ status: 200, headers: { connection: 'close' } })
  await drained
})

test('neither does one on which nothing was ever asked', async () => {
  const { door, port } = await openDoor()
  const socket = await openSocket(port)
  const beganAt = performance.now()
  await Promise.all([door.drain(5000), once(socket, 'close')])
  expect(performance.now() - beganAt).toBeLessThan(1000)
})

test('a request on its way in is answered: not ready, and the connection ends', async () => {
  const { door, port } = await openDoor()
  const socket = await openSocket(port)
  socket.write('GET /readyz HTTP/1.1\r\nHost: a\r\n')
  await sleep(50)
  const drained = door.drain(5000)
  socket.write('\r\n')
  const { status, headers, body } = parseAnswer(await text(socket))
  expect(status).toBe(503)
  expect(headers.connection).toBe('close')
  expect(JSON.parse(body)).toMatchObject({ code: 'unavailable' })
  await drained
})

test('the last answer on a connection under way says so', async () => {
  const { door, port } = await openDoor({
    pages: async (_request, response) => {
      await sleep(200)
      response.setHeader('Content-Length', 4)
      response.end('done')
    },
  })
  const socket = await openSocket(port)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await sleep(50)
  const drained = door.drain(5000)
  expect(parseAnswer(await text(socket))).toMatchObject({ status: 200, headers: { connection: 'close' }, body: 'done' })
  await drained
})

test('what does not end is cut when the time is over', async () => {
  const { door, port } = await openDoor({ pages: endless })
  const cut = expect(ask(port)).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  await sleep(50)
  const beganAt = performance.now()
  await door.drain(300)
  expect(performance.now() - beganAt).toBeLessThan(1000)
  await cut
})
