import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { log } from '@/server/log'
import { type Answered, ask, askRaw, type Opened, openDoor } from './door-fixture'
import type { Handler } from './front-door'

/** Stands in for Next, with pages that go wrong. */
const pages: Handler = async (request, response) => {
  response.setHeader('X-Powered-By', 'somebody')
  if (request.url === '/broken') throw new Error('a secret about the inside')
  if (request.url === '/half') {
    response.write('<p>half')
    throw new Error('broken in the middle')
  }
  if (request.url?.startsWith('/_next/static/')) {
    response.statusCode = request.url.endsWith('gone.js') ? 404 : 200
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    response.setHeader('Content-Type', 'text/javascript')
  } else if (request.url === '/kept') response.setHeader('Cache-Control', 's-maxage=31536000')
  else response.setHeader('Content-Type', 'text/html')
  response.end(`<p>${'long '.repeat(1000)}</p>`)
}

describe('the front door', () => {
  let opened: Opened
  let port: number
  beforeAll(async () => {
    opened = await openDoor({ pages, appUrl: 'https://roster.test' })
    port = opened.port
  })
  afterAll(() => opened.door.drain(1000))

  const answers: [string, number, () => Promise<Answered>][] = [
    ['a page', 200, () => ask(port)],
    ['a page asked for by HEAD', 200, () => ask(port, { method: 'HEAD' })],
    ['a page that its maker would keep', 200, () => ask(port, { path: '/kept' })],
    ['a page that breaks', 500, () => ask(port, { path: '/broken' })],
    ['a missing build file', 404, () => ask(port, { path: '/_next/static/gone.js' })],
    ['health', 200, () => ask(port, { path: '/healthz' })],
    ['an unknown route of the API', 404, () => ask(port, { path: '/api/v1/nothing' })],
    ['a wrong method on a page', 405, () => ask(port, { method: 'PUT' })],
    ['a wrong method on a route', 405, () => ask(port, { method: 'DELETE', path: '/healthz' })],
    ['a foreign origin', 403, () => ask(port, { method: 'POST', headers: { Origin: 'https://evil.test' } })],
    ['an address that is too long', 414, () => ask(port, { path: `/${'a'.repeat(8192)}` })],
    [
      'headers that are too large',
      431,
      () => askRaw(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n`),
    ],
    ['a body that is too large', 413, () => ask(port, { method: 'POST', headers: { 'Content-Length': '1048577' } })],
    [
      'a password that is too large',
      413,
      () => ask(port, { method: 'POST', path: '/sign-in?next=%2F', headers: { 'Content-Length': '32769' } }),
    ],
    ['a body of unknown length', 411, () => ask(port, { method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } })],
    ['an expectation we do not know', 417, () => ask(port, { headers: { Expect: 'a-miracle' } })],
    ['no HTTP at all', 400, () => askRaw(port, 'hello\r\n\r\n')],
    ['no Host', 400, () => askRaw(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')],
    ['two Hosts', 400, () => askRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n')],
    [
      'two lengths',
      400,
      () => askRaw(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'),
    ],
    [
      'an absolute address',
      400,
      () => askRaw(port, 'GET http://evil.test/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    ],
    ['an address that begins like a host', 400, () => ask(port, { path: '//evil.test' })],
    ['raw bytes in the address', 400, () => askRaw(port, 'GET /\xff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')],
    ['CONNECT', 405, () => askRaw(port, 'CONNECT evil.test:443 HTTP/1.1\r\nHost: a\r\n\r\n')],
    ['TRACE', 405, () => ask(port, { method: 'TRACE' })],
    ['a header that is Next’s own', 400, () => ask(port, { headers: { 'X-Middleware-Subrequest': 'src/middleware' } })],
  ]

  test.each(answers)('sends its headers with %s (%i)', async (_what, status, send) => {
    const { headers, ...answer } = await send()
    expect(answer.status).toBe(status)
    expect(headers).toMatchObject({
      'x-request-id': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'cache-control': 'no-store',
      'permissions-policy': expect.stringContaining('camera=()'),
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  })

  test.each(answers.filter(([, status]) => status >= 400 && status !== 404))(
    'explains %s (%i)',
    async (_, status, send) => {
      const { headers, body } = await send()
      expect(headers['content-type']).toBe('application/problem+json')
      expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status, requestId: headers['x-request-id'] })
    },
  )

  test('lets only build files be kept', async () => {
    const { headers } = await ask(port, { path: '/_next/static/a.js' })
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  test('gives each page a nonce of its own, and tells Next', async () => {
    const { door, port, reached } = await openDoor()
    const policies = [await ask(port), await ask(port)].map(({ headers }) => headers['content-security-policy'])
    const nonces = policies.map(
      (policy) => String(policy).match(/^script-src 'nonce-([^']{24})' 'strict-dynamic';/)?.[1],
    )
    expect(new Set(nonces).size).toBe(2)
    expect(nonces[0]).toBeDefined()
    expect(reached.map(({ headers }) => headers['content-security-policy'])).toEqual(policies)
    expect(reached.map(({ headers }) => headers['x-roster-nonce'])).toEqual(nonces)
    await door.drain(1000)
  })

  test('says HSTS only where browsers come over TLS', async () => {
    const { door, port } = await openDoor()
    expect((await ask(port)).headers).not.toHaveProperty('strict-transport-security')
    await door.drain(1000)
  })

  test('logs a bug with its request id, and does not show it', async () => {
    const logged = vi.spyOn(log(), 'error')
    const { headers, body } = await ask(port, { path: '/broken' })
    expect(JSON.parse(body)).toMatchObject({ status: 500, code: 'bug' })
    expect(body).not.toContain('secret')
    expect(logged).toHaveBeenCalledWith(
      expect.objectContaining({ requestId: headers['x-request-id'], err: expect.any(Error) }),
      expect.any(String),
    )
  })

  test('cuts an answer that breaks in the middle, rather than end it as if it were whole', async () => {
    await expect(ask(port, { path: '/half' })).rejects.toThrow(/aborted|hang up/)
  })

  test('logs one line per request, without the query', async () => {
    const logged = vi.spyOn(log(), 'info')
    const { headers } = await ask(port, { path: '/users?q=ada@example.com' })
    await vi.waitFor(() => expect(logged).toHaveBeenCalledTimes(1))
    const [facts] = logged.mock.calls[0] ?? []
    expect(facts).toMatchObject({ requestId: headers['x-request-id'], method: 'GET', path: '/users', status: 200 })
    expect(JSON.stringify(facts)).not.toContain('ada')
  })

  test('compresses text for those who take it', async () => {
    const gzipped = await new Promise<Buffer>((resolve, reject) => {
      import('node:http').then(({ get }) => {
        get({ port, headers: { 'Accept-Encoding': 'gzip' } }, async (response) => {
          expect(response.headers['content-encoding']).toBe('gzip')
          expect(response.headers.vary).toContain('Accept-Encoding')
          resolve(Buffer.concat(await response.toArray()))
        }).on('error', reject)
      }, reject)
    })
    expect(gunzipSync(gzipped).toString()).toContain('long long')
    expect((await ask(port)).headers).not.toHaveProperty('content-encoding')
    expect((await ask(port, { path: '/healthz', headers: { 'Accept-Encoding': 'gzip' } })).headers).not.toHaveProperty(
      'content-encoding',
    )
  })

  test('serves a request for a web socket as the plain one that it also is', async () => {
    const upgrade = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n'
    expect((await askRaw(port, upgrade)).status).toBe(200)
  })

  test('opens web sockets of development to our own pages only', async () => {
    const { door, port } = await openDoor({
      isDevelopment: true,
      upgrade: (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    })
    const open = (origin: string) =>
      askRaw(
        port,
        `GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${origin}\r\n\r\n`,
      )
    expect((await open('http://a')).status).toBe(101)
    expect((await open('http://evil.test')).status).toBe(403)
    await door.drain(1000)
  })

  test('lives on after a thousand broken requests', async () => {
    const broken = [
      '\0\0\0\0',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n',
      '\x16\x03\x01\x02\r\n\r\n',
    ]
    await Promise.all(Array.from({ length: 1000 }, (_, n) => askRaw(port, broken[n % broken.length] ?? '')))
    expect((await ask(port)).status).toBe(200)
  })
})
