import type { IncomingMessage, ServerResponse } from 'node:http'
import { sessionTokenOf } from '@/server/auth/auth-session'
import { appErrorOf } from '@/server/errors'
import { takeForSession } from '@/server/limits/limits-service'
import { sendBusy } from './busy-page'

/**
 * Answers a page or an action that is over the limit of its session. At the door and not where the page asks for its
 * actor, so that it costs next to nothing, and while the status can still be said.
 */
export function isOverLimit(request: IncomingMessage, response: ServerResponse, signOut: ReadonlySet<string>): boolean {
  if (signOut.has(String(request.headers['next-action']))) return false
  const token = sessionTokenOf(request.headers.cookie)
  if (token === null) return false
  try {
    takeForSession(request.method === 'POST' ? 'action' : 'page', token)
    return false
  } catch (error) {
    const limited = appErrorOf(error)
    if (limited?.code !== 'rate_limited') throw error
    const { message: words, retryAfterSeconds = 1 } = limited
    sendBusy(request, response, { status: 429, title: 'Too many requests', words, retryAfterSeconds })
    return true
  }
}
