import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { takeFigures } from '@/server/measure'
import { type Answered, ask, type Opened, openDoor, openSocket } from './door-fixture'
import type { GuardedResponse } from './guarded-response'
import { isUpToClient } from './load-shedder'

// All places for pages taken, by pages that do not end

let opened: Opened
let held: GuardedResponse[]
let isReleased = false
let holding: Promise<Answered>[]
beforeAll(async () => {
  held = []
  opened = await openDoor({
    pages: async (request, response) => {
      if (request.url === '/held' && !isReleased) {
        held.push(response)
        await once(response, 'close')
      } else response.end('page')
    },
  })
  holding = []
  // The gate widens while the event loop is idle: until it is as wide as it ever is
  while (held.length < 100) {
    for (let each = 0; each < 20; each++) holding.push(ask(opened.port, { path: '/held' }))
    await sleep(50)
  }
  takeFigures()
})
const release = () => {
  isReleased = true
  for (const response of held) response.end()
}
afterAll(async () => {
  release()
  await Promise.all(holding)
  await opened.door.drain(1000)
})

const origin = () => ({ Host: `127.0.0.1:${opened.port}`, Origin: `http://127.0.0.1:${opened.port}` })

describe('too much to do', () => {
  test('is told to whoever only looks, with a time that is not the same for all', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(opened.port, { path: '/users' })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    const times = answers.map(({ headers }) => Number(headers['retry-after']))
    expect(Math.min(...times)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...times)).toBeLessThanOrEqual(5)
    expect(new Set(times).size).toBeGreaterThan(1)
    expect(answers[0]?.body).toContain('<h1>Roster is busy</h1>')
    expect(answers[0]?.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    })
    expect(takeFigures().counters).toMatchObject({ 'http.shed': expect.toSatisfy((count: number) => count >= 40) })
  })

  test.each(['/healthz', '/_next/static/none.js', '/api/auth/signout'])('is not the business of %s', async (path) => {
    expect((await ask(opened.port, { path })).status).not.toBe(503)
  })

  test('does not keep anybody from changing something, nor the API from answering', async () => {
    const act = { method: 'POST', path: '/users', headers: { ...origin(), 'Next-Action': 'x', 'Content-Length': '0' } }
    expect((await ask(opened.port, act)).status).toBe(200)
    expect((await ask(opened.port, { path: '/api/v1/users' })).status).toBe(401)
  })

  test('is over as soon as there is room', async () => {
    release()
    await Promise.all(holding)
    expect((await ask(opened.port, { path: '/users' })).status).toBe(200)
  })
})

describe('who sends or reads nothing', () => {
  let request: IncomingMessage
  let response: GuardedResponse
  let idle: Opened
  let reached = 0
  const sockets: Socket[] = []
  beforeAll(async () => {
    idle = await openDoor({
      pages: async (asked, answer) => {
        request = asked
        response = answer
        reached++
        if (asked.url === '/long') answer.write(Buffer.alloc(32 * 1024 * 1024))
        else answer.end(await text(asked))
      },
    })
  })
  afterAll(async () => {
    for (const socket of sockets) socket.destroy()
    await idle.door.drain(1000)
  })
  const open = async (head: string) => {
    const socket = await openSocket(idle.port)
    sockets.push(socket)
    socket.on('error', () => {}).write(`${head}\r\nHost: 127.0.0.1:${idle.port}\r\n`)
    return socket
  }

  test('keeps nobody else from changing something', async () => {
    // As wide as the gate ever is, and more than that
    while (reached < 520 && sockets.length < 3000) {
      for (let each = 0; each < 40; each++) {
        const socket = await open('POST /users HTTP/1.1')
        socket.write(`Origin: http://127.0.0.1:${idle.port}\r\nNext-Action: x\r\nContent-Length: 9\r\n\r\n`)
      }
      await sleep(60)
    }
    const headers = { Host: `127.0.0.1:${idle.port}`, Origin: `http://127.0.0.1:${idle.port}`, 'Next-Action': 'x' }
    expect((await ask(idle.port, { method: 'POST', path: '/users', headers, body: 'mine' })).body).toBe('mine')
  })

  test('is seen by what is not read', async () => {
    const socket = await open('GET /long HTTP/1.1')
    socket.pause().write('\r\n')
    await vi.waitFor(() => expect(request.url).toBe('/long'))
    await sleep(100)
    expect([request.complete, response.writableEnded, isUpToClient({ request, response })]).toEqual([true, false, true])
  })
})
