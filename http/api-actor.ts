import type { Actor } from '@/server/auth/actor'
import { actorOfRequest } from '@/server/auth/auth-session'
import { AppError } from '@/server/errors'
import { findActorByBearer } from '@/server/tokens/token-service'
import type { ApiContext } from './api'
import { requestFactsOf } from './request-facts'

/**
 * Who asks, by token or by session cookie, looked up anew at each request. A token that is sent is the one that counts:
 * a wrong one never falls back to the cookie. Fails with `unauthenticated`, `password_change_required` or `unavailable`.
 */
export async function requireApiActor(context: ApiContext): Promise<Actor> {
  const { incoming } = context.env
  const { authorization } = incoming.headers
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
    const actor = await findActorByBearer(token, requestFactsOf(incoming, 'api'))
    if (!actor) throw new AppError('unauthenticated', 'This token is unknown, has ended, or its owner may not sign in.')
    return actor
  }
  return actorOfRequest({ cookieHeader: incoming.headers.cookie, request: requestFactsOf(incoming, 'api') })
}
