import type { IncomingMessage } from 'node:http'
import { AppError } from '@/server/errors'
import { userIdSchema } from '@/server/users/user'
import type { ApiContext } from './api'
import { bodyMaxBytes } from './request-check'

export type Body = { text: string; value: object }

/** The body as JSON, {} where there is none. Fails with `invalid` for anything but a JSON object. */
export async function bodyOf(context: ApiContext): Promise<Body> {
  const text = await textOf(context.env.incoming)
  if (text === '') return { text, value: {} }
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type))
    throw new AppError('invalid', 'Send JSON: Content-Type: application/json.')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AppError('invalid', 'The body is not JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('invalid', 'The body must be a JSON object.')
  }
  return { text, value }
}

/**
 * Read from the request itself: Hono's own limit makes a copy of a request without Content-Length, which node's
 * server adapter can't give it. Fails with `too_large`, before the rest is read.
 */
async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming) {
    const part = Buffer.from(chunk)
    bytes += part.length
    if (bytes > bodyMaxBytes) throw new AppError('too_large', `A request carries at most ${bodyMaxBytes / 1024} kB.`)
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString()
}

/** The id in the path. Fails with `invalid_id`. */
export function idOf(context: ApiContext): string {
  const id = userIdSchema.safeParse(context.req.param('id'))
  if (!id.success) throw new AppError('invalid_id', 'This is not an id.', { id: ['An id is a UUID'] })
  return id.data
}

/** What comes after the question mark, as it was sent. */
export function paramsOf(context: ApiContext): URLSearchParams {
  const { url = '' } = context.env.incoming
  const start = url.indexOf('?')
  return new URLSearchParams(start === -1 ? '' : url.slice(start))
}
