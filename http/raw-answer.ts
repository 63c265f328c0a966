import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { v7 as uuidv7 } from 'uuid'
import { log } from '@/server/log'
import { problemOfRefusal, type Refusal } from './problem'
import { dataPolicy } from './security-headers'

/**
 * Answers on a bare socket, where node has no response to give us: broken HTTP, a client that is too slow, CONNECT.
 * Same headers, same log line as any other answer; then the connection ends.
 */
export function answerRaw(socket: Duplex, refusal: Refusal, headers: Readonly<Record<string, string>>): void {
  const requestId = uuidv7()
  log().info({ requestId, status: refusal.status }, 'malformed request')
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemOfRefusal(refusal, requestId)
  const all: Record<string, string> = {
    ...headers,
    'Content-Security-Policy': dataPolicy,
    'X-Request-Id': requestId,
    ...problem.headers,
    'Content-Length': `${Buffer.byteLength(problem.body)}`,
    Date: new Date().toUTCString(),
    Connection: 'close',
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\n${lines.join('')}\r\n`
  socket.end(head + problem.body)
}

/** What node's parser says is wrong with a request. https://nodejs.org/api/errors.html */
export function refusalOfParser(error: Error): Refusal | null {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNRESET' || code === 'EPIPE') return null
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, detail: 'The headers of this request are too large.' }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, detail: 'This request took too long to come in.' }
  return { status: 400, detail: 'This is not well-formed HTTP.' }
}
