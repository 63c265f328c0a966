import { createHash } from 'node:crypto'
import type { RequestFacts } from '@/server/auth/actor'
import { networkOf } from '@/server/auth/sign-in-policy'
import { AppError } from '@/server/errors'
import { processWide } from '@/server/platform/process-wide'
import { RateLimiter } from '@/server/platform/rate-limiter'
import type { Settings } from '@/server/settings/settings'
import { canonicalEmail } from '@/server/users/email'

/** Of what is known of an account, rather than counted. */
export const knownPrefix = 'known:'

/** A try that was let through: what it took, to be given back or forgotten when it is known how it ended. */
export type BrakePass = {
  addressKey: string
  accountKey: string | null
  pairKeys: string[]
  knownKey: string
  perAccount: number
  perAddress: number
  fromAnywhere: number
  /** Nothing was taken from the counts that all share. */
  isLocal: boolean
  /** Set when this try was the last one: if it fails, the account is closed for this address until then. */
  closesUntil: Date | null
}

export type Brakes = Pick<
  Settings,
  'signInFailuresPerAccount' | 'signInFailuresFromAnywhere' | 'signInTriesPerAddress' | 'signInWindowMinutes'
>

const local = processWide('sign-in-local-brakes', () => ({
  addresses: new RateLimiter('sign-in-address'),
  pairs: new RateLimiter('sign-in-account'),
}))

/**
 * While the shared counts can't be reached, this instance counts alone: for a time everybody has the same number of
 * tries here again, and not one more. Fails with `rate_limited`.
 */
export function passLocal(email: string, request: RequestFacts, settings: Brakes): BrakePass {
  const { names, perAccount, perAddress, fromAnywhere } = brakesOf(email, request, settings)
  const perSecond = (burst: number) => ({ perSecond: burst / (settings.signInWindowMinutes * 60), burst })
  const waitMs =
    local.addresses.take(names.addressKey, perSecond(perAddress)) ||
    local.pairs.take(names.pairKey, perSecond(perAccount))
  if (waitMs > 0) throw tooManyTries(waitMs / 1000)
  const { addressKey, knownKey } = names
  return {
    addressKey,
    knownKey,
    accountKey: null,
    pairKeys: [],
    perAccount,
    perAddress,
    fromAnywhere,
    isLocal: true,
    closesUntil: null,
  }
}

/** What is counted for this try, and how many of each there may be. */
export function brakesOf(email: string, request: RequestFacts, settings: Brakes) {
  const account = createHash('sha256').update(canonicalEmail(email)).digest('base64url').slice(0, 22)
  const network = networkOf(request.ip)
  return {
    names: {
      addressKey: `address:${network}`,
      pairKey: `pair:${account}:${network}`,
      knownKey: `${knownPrefix}${account}:${network}`,
      accountKey: `account:${account}`,
      onceKey: `once:${account}:${networkOf(request.ip, 48)}`,
    },
    perAccount: settings.signInFailuresPerAccount,
    perAddress: settings.signInTriesPerAddress,
    fromAnywhere: settings.signInFailuresFromAnywhere,
  }
}

export function tooManyTries(inSeconds: number): AppError {
  const seconds = Math.max(1, Math.ceil(inSeconds))
  const wait = seconds < 60 ? 'a minute' : seconds < 120 ? '2 minutes' : `${Math.ceil(seconds / 60)} minutes`
  return new AppError(
    'rate_limited',
    `Too many tries. Wait ${wait}, then try again.`,
    {},
    { retryAfterSeconds: seconds },
  )
}
