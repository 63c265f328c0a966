import type { IncomingMessage, ServerResponse } from 'node:http'
import { plainPage } from './plain-page'

type Busy = { status: 429 | 503; title: string; words: string; retryAfterSeconds: number }

/**
 * What is answered in place of a page that is not served now: a page without scripts. Next shows the plain text to
 * whoever has pressed a button; what they have typed stays.
 */
export function sendBusy(request: IncomingMessage, response: ServerResponse, busy: Busy): void {
  const { status, title, words, retryAfterSeconds } = busy
  const isAction = request.headers['next-action'] !== undefined
  const body = isAction ? words : plainPage({ title, words })
  response.writeHead(status, {
    'Content-Type': isAction ? 'text/plain' : 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Retry-After': `${retryAfterSeconds}`,
    // Who only looks need not press a button
    ...(request.method === 'GET' ? { Refresh: `${retryAfterSeconds}` } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
