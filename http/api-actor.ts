import type { Actor } from '@/server/auth/actor'
import { actorOfRequest, sessionTokenOf } from '@/server/auth/auth-session'
import { AppError } from '@/server/errors'
import { lookUpWithinLimits } from '@/server/limits/limits-service'
import { findActorByBearer } from '@/server/tokens/token-service'
import type { ApiContext } from './api'
import { type Body, bodyOf } from './request-body'
import { requestFactsOf } from './request-facts'

/**
 * Who asks, by token or by session cookie, looked up anew at each request. A token that is sent is the one that counts:
 * a wrong one never falls back to the cookie. Fails with `unauthenticated`, `password_change_required`,
 * `rate_limited` or `unavailable`.
 */
export async function requireApiActor(context: ApiContext): Promise<Actor> {
  const { authorization, cookie } = context.env.incoming.headers
  // Not as it is written: the same token may stand behind "Bearer" in many ways
  const credential = authorization === undefined ? sessionTokenOf(cookie) : bearerTokenOf(authorization)
  // Whoever sends nothing costs nothing
  if (!credential) return findApiActor(context)
  const { ip } = requestFactsOf(context.env.incoming, 'api')
  return lookUpWithinLimits(credential, ip, () => findApiActor(context))
}

/**
 * Who asks, and what they sent. Asked before the body, to refuse strangers at once, and again after it: whoever holds
 * back its last byte must not go on with a session or token that has ended meanwhile.
 */
export async function requireActorAndBody(context: ApiContext): Promise<{ actor: Actor } & Body> {
  await requireApiActor(context)
  const body = await bodyOf(context)
  // It is one request, and was counted as one
  return { actor: await findApiActor(context), ...body }
}

async function findApiActor(context: ApiContext): Promise<Actor> {
  const { incoming } = context.env
  const { authorization } = incoming.headers
  if (authorization !== undefined) {
    const actor = await findActorByBearer(bearerTokenOf(authorization), requestFactsOf(incoming, 'api'))
    if (!actor) throw new AppError('unauthenticated', 'This token is unknown, has ended, or its owner may not sign in.')
    return actor
  }
  return actorOfRequest({ cookieHeader: incoming.headers.cookie, request: requestFactsOf(incoming, 'api') })
}

/** Empty for what bears none. */
function bearerTokenOf(authorization: string): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
}
