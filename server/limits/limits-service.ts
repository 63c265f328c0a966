import { createHash } from 'node:crypto'
import type { Actor } from '@/server/auth/actor'
import { networkOf } from '@/server/auth/sign-in-policy'
import { AppError, appErrorOf } from '@/server/errors'
import { processWide } from '@/server/platform/process-wide'
import { RateLimiter } from '@/server/platform/rate-limiter'
import { settingsAtHand } from '@/server/settings/settings-at-hand-service'

/** Held in each instance: behind a balancer, the limit of all is that of one times their number. */
const limiters = processWide('limits', () => ({
  api: new RateLimiter('api'),
  unknownToken: new RateLimiter('unknown-token'),
  action: new RateLimiter('action'),
  page: new RateLimiter('page'),
}))

/**
 * Looks up whose `credential` (token or cookie) it is, within its limit. Whoever is known and over it is refused before
 * the look-up: that would cost more than the refusal. So is whoever is not known and comes from where unknown tokens
 * were just tried; those that work have a limit of their own, wherever they come from. Fails with `rate_limited`, and
 * as the look-up does.
 */
export async function lookUpWithinLimits(
  credential: string,
  ip: string | null,
  lookUp: () => Promise<Actor>,
): Promise<Actor> {
  const { apiPerSecond, apiBurst, unknownTokensPerMinute } = settingsAtHand()
  const own = { perSecond: apiPerSecond, burst: apiBurst }
  const guesses = { perSecond: unknownTokensPerMinute / 60, burst: unknownTokensPerMinute }
  const key = keyOf(credential)
  const network = networkOf(ip)
  const isKnown = limiters.api.has(key)
  if (isKnown) refuseFor(limiters.api.take(key, own))
  else refuseFor(limiters.unknownToken.look(network, guesses))
  try {
    const actor = await lookUp()
    if (!isKnown) refuseFor(limiters.api.take(key, own))
    return actor
  } catch (error) {
    if (appErrorOf(error)?.code === 'unauthenticated') {
      limiters.api.forget(key)
      limiters.unknownToken.note(network, guesses)
    }
    throw error
  }
}

/**
 * What is asked of the console within one session: its actions and forms, and as many pages besides. Fails with
 * `rate_limited`.
 */
export function takeForSession(kind: 'action' | 'page', sessionToken: string): void {
  const { actionsPerSecond, actionsBurst } = settingsAtHand()
  const rate = { perSecond: actionsPerSecond, burst: actionsBurst }
  refuseFor(limiters[kind].take(keyOf(sessionToken), rate))
}

/** A secret stands in memory no longer than its request. */
function keyOf(credential: string): string {
  return createHash('sha256').update(credential).digest('base64url')
}

function refuseFor(waitMs: number): void {
  if (waitMs === 0) return
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  const wait = seconds === 1 ? 'a second' : `${seconds} seconds`
  throw new AppError('rate_limited', `Too many requests. Wait ${wait}, then go on.`, {}, { retryAfterSeconds: seconds })
}
