import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Handler } from './front-door'
import type { GuardedResponse } from './guarded-response'

type Packed = { file: string; bytes: number; type: string }

/**
 * Scripts and styles of the build as the build has packed them (brotli at its best, which would take too long at each
 * request); whatever is not packed, or whoever can't unpack it, is left to `others`. Only files that were there at
 * the start are served, by their whole name.
 */
export function buildFiles(folder: string, others: Handler): Handler {
  const packed = packedFiles(folder)
  return (request, response) => {
    const found = packed.get((request.url ?? '').replace(/\?.*$/, ''))
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!found || !isRead || !takesBrotli(request) || request.headers.range) return others(request, response)
    return send(request, response, found)
  }
}

async function send(request: IncomingMessage, response: GuardedResponse, { file, bytes, type }: Packed): Promise<void> {
  response.setHeader('Content-Type', type)
  response.setHeader('Content-Encoding', 'br')
  response.setHeader('Content-Length', bytes)
  response.setHeader('Vary', 'Accept-Encoding')
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // A visitor who goes away in the middle is no error
  await pipeline(createReadStream(file), response).catch(() => response.destroy())
}

function packedFiles(folder: string): Map<string, Packed> {
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|css)\.br$/.test(name),
  )
  return new Map(
    names.map((name) => {
      const file = join(folder, name)
      const plain = relative(folder, file).slice(0, -'.br'.length)
      const type = plain.endsWith('.css') ? 'text/css; charset=utf-8' : 'application/javascript; charset=utf-8'
      return [`/_next/static/${plain}`, { file, bytes: statSync(file).size, type }]
    }),
  )
}

function takesBrotli(request: IncomingMessage): boolean {
  return /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(request.headers['accept-encoding'] ?? ''))
}
