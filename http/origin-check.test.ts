import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, type Opened, openDoor } from './door-fixture'

const cookie = { Cookie: 'roster.session=abc' }

describe('a change that is asked for', () => {
  let opened: Opened
  let own: string
  beforeAll(async () => {
    opened = await openDoor()
    own = `http://127.0.0.1:${opened.port}`
  })
  beforeEach(() => {
    opened.reached.length = 0
  })
  afterAll(() => opened.door.drain(1000))

  const refused: [string, () => Record<string, string>][] = [
    ['a foreign origin', () => ({ Origin: 'https://evil.test' })],
    ['a foreign origin that says it is ours', () => ({ Origin: 'https://evil.test', 'Sec-Fetch-Site': 'same-origin' })],
    ['a foreign origin with a forged host', () => ({ Origin: 'http://evil.test', 'X-Forwarded-Host': 'evil.test' })],
    ['a foreign origin with a forged Forwarded', () => ({ Origin: 'http://evil.test', Forwarded: 'host=evil.test' })],
    ['our origin over TLS, where we are not', () => ({ Origin: own.replace('http:', 'https:') })],
    ['our host on another port', () => ({ Origin: 'http://127.0.0.1:1' })],
    ['an origin that begins like ours', () => ({ Origin: `${own}.evil.test` })],
    ['two origins', () => ({ Origin: `${own}, https://evil.test` })],
    ['an origin that is empty', () => ({ Origin: '' })],
    ['the null origin', () => ({ Origin: 'null' })],
    ['the null origin from our own page', () => ({ Origin: 'null', 'Sec-Fetch-Site': 'same-origin' })],
    ['our origin, but sent across sites', () => ({ Origin: own, 'Sec-Fetch-Site': 'cross-site' })],
    ['our origin, but sent by a sibling site', () => ({ Origin: own, 'Sec-Fetch-Site': 'same-site' })],
    ['no origin, sent across sites', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
    ['no origin, sent by a sibling site', () => ({ 'Sec-Fetch-Site': 'same-site' })],
    ['no origin, sent by nobody', () => ({ 'Sec-Fetch-Site': 'none' })],
    ['no origin, and a cookie', () => cookie],
  ]
  test.each(refused)('is refused with %s', async (_, headers) => {
    const { status, body } = await ask(opened.port, {
      method: 'POST',
      headers: { ...headers(), 'Content-Length': '0' },
    })
    expect(status).toBe(403)
    expect(JSON.parse(body)).toMatchObject({ code: 'forbidden', title: 'Forbidden' })
    expect(opened.reached).toEqual([])
  })

  const accepted: [string, () => Record<string, string>][] = [
    ['our origin', () => ({ Origin: own, ...cookie })],
    ['our origin, from our own page', () => ({ Origin: own, 'Sec-Fetch-Site': 'same-origin', ...cookie })],
    ['our origin, typed by the user', () => ({ Origin: own, 'Sec-Fetch-Site': 'none', ...cookie })],
    ['our own page, without an origin', () => ({ 'Sec-Fetch-Site': 'same-origin', ...cookie })],
    ['no origin and no cookie, as programs do', () => ({})],
  ]
  test.each(accepted)('is let in with %s', async (_, headers) => {
    const { status } = await ask(opened.port, { method: 'POST', headers: { ...headers(), 'Content-Length': '0' } })
    expect(status).toBe(200)
    expect(opened.reached).toHaveLength(1)
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('is refused by %s to the API too', async (method) => {
    const headers = { Origin: 'https://evil.test', 'Content-Length': '0' }
    expect((await ask(opened.port, { method, path: '/api/v1/users', headers })).status).toBe(403)
  })

  test('does not stop foreign pages from linking here', async () => {
    const headers = { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site', ...cookie }
    expect((await ask(opened.port, { headers })).status).toBe(200)
  })
})

describe('behind a proxy that ends TLS', () => {
  test('APP_URL says what our origin is, whatever the Host header says', async () => {
    const { door, port, reached } = await openDoor({ appUrl: 'https://roster.test', trustedProxies: ['127.0.0.1'] })
    const post = (headers: Record<string, string>) =>
      ask(port, { method: 'POST', headers: { ...headers, 'Content-Length': '0' } })
    expect((await post({ Origin: 'https://roster.test', Host: '10.0.0.7:3000' })).status).toBe(200)
    expect((await post({ Origin: 'http://10.0.0.7:3000', Host: '10.0.0.7:3000' })).status).toBe(403)
    // Next compares the origin of server actions with these
    expect(reached).toHaveLength(1)
    expect(reached[0]?.headers).toMatchObject({
      host: 'roster.test',
      'x-forwarded-host': 'roster.test',
      'x-forwarded-proto': 'https',
    })
    await door.drain(1000)
  })

  test.each([
    [['127.0.0.1'], 200],
    [[], 403],
  ])('without APP_URL the host is believed from %j only', async (trustedProxies, status) => {
    const { door, port } = await openDoor({ trustedProxies })
    const forwarded = { 'X-Forwarded-Host': 'evil.test, roster.test', 'X-Forwarded-Proto': 'https' }
    const headers = { ...forwarded, Origin: 'https://roster.test', 'Content-Length': '0' }
    expect((await ask(port, { method: 'POST', headers })).status).toBe(status)
    const forged = { ...headers, Origin: 'https://evil.test' }
    expect((await ask(port, { method: 'POST', headers: forged })).status).toBe(403)
    await door.drain(1000)
  })
})
