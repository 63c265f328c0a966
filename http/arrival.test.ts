import { afterEach, describe, expect, test } from 'vitest'
import { ask, type Opened, openDoor } from './door-fixture'
import type { FrontDoorOptions } from './front-door'

let opened: Opened
afterEach(() => opened.door.drain(1000))

/** What the pages are told about a request. */
async function arriving(options: Partial<FrontDoorOptions>, headers: Record<string, string>, path = '/') {
  opened = await openDoor(options)
  const answered = await ask(opened.port, { headers, path })
  return { ...answered, told: opened.reached[0]?.headers ?? {} }
}

const behindProxies = { trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'] }

describe('the address of a client', () => {
  test('is that of the connection, whatever a stranger says', async () => {
    const forged = {
      'X-Forwarded-For': '1.2.3.4',
      'X-Real-IP': '1.2.3.4',
      Forwarded: 'for=1.2.3.4',
      'X-Roster-Client-Ip': '1.2.3.4',
      'X-Roster-Inner': 'guess',
    }
    const { told } = await arriving({}, forged)
    expect(told['x-roster-client-ip']).toBe('127.0.0.1')
    expect(told['x-forwarded-for']).toBe('127.0.0.1')
    expect(JSON.stringify(told)).not.toContain('1.2.3.4')
  })

  const cases: [string, string, string][] = [
    ['the one before the proxy', '203.0.113.9', '203.0.113.9'],
    ['the right-most that is no proxy', '6.6.6.6, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['the left-most when all are proxies', '10.9.9.9, 10.1.2.3', '10.9.9.9'],
    ['IPv6', '6.6.6.6, 2001:DB8::1, fd00::7', '2001:db8::1'],
    ['without its port', '203.0.113.9:1234', '203.0.113.9'],
    ['IPv6 without brackets and port', '[2001:db8::1]:1234', '2001:db8::1'],
    ['IPv4 in its IPv6 form', '::ffff:203.0.113.9', '203.0.113.9'],
    ['that of the last hop before junk', '6.6.6.6, <script>, 10.1.2.3', '10.1.2.3'],
    ['that of the proxy when there is nothing to read', ' , ', '127.0.0.1'],
  ]
  test.each(cases)('behind proxies is %s', async (_, forwardedFor, ip) => {
    const { told } = await arriving(behindProxies, { 'X-Forwarded-For': forwardedFor })
    expect(told['x-roster-client-ip']).toBe(ip)
  })
})

describe('the id of a request', () => {
  const given = 'edge-7f3a.0001'

  test('is ours, told to the page and to the client alike', async () => {
    const { headers, told } = await arriving({}, { 'X-Request-Id': given, 'X-Roster-Request-Id': given })
    expect(told['x-roster-request-id']).toBe(headers['x-request-id'])
    expect(headers['x-request-id']).not.toBe(given)
    expect(told).not.toHaveProperty('x-request-id')
  })

  test('is that of a trusted proxy', async () => {
    const { headers, told } = await arriving(behindProxies, { 'X-Request-Id': given })
    expect([headers['x-request-id'], told['x-roster-request-id']]).toEqual([given, given])
  })

  test.each(['short', 'a'.repeat(65), 'no spaces here', '{"inject":"log"}'])('is not %j, even then', async (odd) => {
    const { headers } = await arriving(behindProxies, { 'X-Request-Id': odd })
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('the address that was asked for', () => {
  test('is told to pages, with its query', async () => {
    const { told } = await arriving({}, { 'X-Roster-Path': '/elsewhere' }, '/users?q=ada&sort=name')
    expect(told['x-roster-path']).toBe('/users?q=ada&sort=name')
  })

  test.each(['evil.test/path', 'user@evil.test', 'evil.test:port', 'a b'])('has no host like %j', async (host) => {
    const { status } = await arriving({}, { Host: host })
    expect(status).toBe(400)
  })
})

describe('a header that Next takes for its own', () => {
  const names = ['X-Middleware-Subrequest', 'X-Invoke-Path', 'X-Matched-Path', 'X-Nextjs-Data', 'X-Action-Forwarded']
  test.each([...names, 'X-Now-Route-Matches', 'Next-Resume', 'X-Prerender-Revalidate', 'X-Original-URL'])(
    'is not taken from a client: %s',
    async (name) => {
      const { status, told } = await arriving({}, { [name]: '/users' })
      expect(status).toBe(400)
      expect(told).toEqual({})
    },
  )

  test('is let in where its own pages send it', async () => {
    const headers = { RSC: '1', 'Next-Router-State-Tree': '[]', 'Next-Router-Prefetch': '1', 'Next-Url': '/users' }
    expect((await arriving({}, headers)).status).toBe(200)
  })

  test('is let in when Next asks itself, with the id and address of the first request', async () => {
    const { told } = await arriving({}, {})
    const inner = { ...told, 'x-action-forwarded': '1', 'x-roster-client-ip': '203.0.113.9' }
    const asText = Object.fromEntries(Object.entries(inner).map(([name, value]) => [name, String(value)]))
    expect((await ask(opened.port, { headers: asText })).status).toBe(200)
    expect(opened.reached[1]?.headers).toMatchObject({
      'x-roster-request-id': told['x-roster-request-id'],
      'x-roster-client-ip': '203.0.113.9',
    })
  })
})

describe('methods', () => {
  const allowed = { '/': 'GET, HEAD, POST', '/_next/static/a.js': 'GET, HEAD', '/healthz': 'GET, HEAD' }
  const cases = Object.entries(allowed).flatMap(([path, allow]) =>
    ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'].map((method) => ({
      path,
      method,
      allow,
      isAllowed: allow.split(', ').includes(method),
    })),
  )
  test.each(cases)('$method $path: $isAllowed', async ({ path, method, allow, isAllowed }) => {
    opened = await openDoor()
    const { status, headers } = await ask(opened.port, { method, path, headers: { 'Content-Length': '0' } })
    expect(status).toBe(isAllowed ? 200 : 405)
    if (!isAllowed && method !== 'TRACE' && method !== 'PROPFIND') expect(headers.allow).toBe(allow)
    expect(opened.reached).toHaveLength(isAllowed && path !== '/healthz' ? 1 : 0)
  })
})
