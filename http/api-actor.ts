import type { Actor } from '@/server/auth/actor'
import { actorOfRequest } from '@/server/auth/auth-session'
import type { ApiContext } from './api'
import { requestFactsOf } from './request-facts'

/** Who asks, looked up anew at each request. Fails with `unauthenticated`, `password_change_required` or `unavailable`. */
export function requireApiActor(context: ApiContext): Promise<Actor> {
  const { incoming } = context.env
  return actorOfRequest({ cookieHeader: incoming.headers.cookie, request: requestFactsOf(incoming, 'api') })
}
