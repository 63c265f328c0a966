import { expect, test } from 'vitest'
import { AppError } from '@/server/errors'
import { ask, openDoor } from './door-fixture'
import type { Handler } from './front-door'
import { unavailablePage } from './unavailable-page'

const away = new AppError('unavailable', 'The <database> is away.', {}, { retryAfterSeconds: 7 })

/** Answers as Next does: a failure in several pieces, with headers of its own. */
const failing =
  (status: number): Handler =>
  (request, response) => {
    response.otherThanFailure = () => unavailablePage(away, request.method ?? '', 'request-1')
    response.setHeader('Content-Type', 'text/html')
    response.setHeader('ETag', '"of the failure"')
    response.statusCode = status
    response.write('<p>Something '.repeat(1000))
    response.end('went wrong</p>')
  }

test('a page that could not be made says why and when to come back, and nothing of the failure is sent', async () => {
  const { door, port } = await openDoor({ pages: failing(500) })
  for (const encoding of ['identity', 'br']) {
    const { status, headers, body } = await ask(port, { headers: { 'Accept-Encoding': encoding } })
    expect(status).toBe(503)
    expect(headers).toMatchObject({ 'retry-after': '7', refresh: '7', 'cache-control': 'no-store' })
    expect(headers.etag).toBeUndefined()
    expect(headers['content-encoding']).toBeUndefined()
    expect(headers['content-length']).toBe(`${Buffer.byteLength(body)}`)
    expect(body).toContain('The &#60;database&#62; is away. This page tries again by itself.')
    expect(body).toContain('request-1')
    expect(body).not.toContain('Something')
  }
  await door.drain(1000)
})

test('what was sent is not sent again by itself', async () => {
  const { door, port } = await openDoor({ pages: failing(500) })
  const { status, headers, body } = await ask(port, { method: 'POST', headers: { Origin: `http://127.0.0.1:${port}` } })
  expect(status).toBe(503)
  expect(headers.refresh).toBeUndefined()
  expect(body).toContain('Go back to see what you have entered.')
  await door.drain(1000)
})

test('any other answer stays as it is', async () => {
  const { door, port } = await openDoor({ pages: failing(404) })
  const { status, body } = await ask(port)
  expect(status).toBe(404)
  expect(body).toMatch(/^<p>Something .*went wrong<\/p>$/)
  await door.drain(1000)
})
