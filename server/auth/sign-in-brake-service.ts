import type { Actor, RequestFacts } from '@/server/auth/actor'
import { type Limit, signInBrakeRepository, type Taken } from '@/server/auth/sign-in-brake-repository'
import {
  type BrakePass,
  type Brakes,
  brakesOf,
  knownPrefix,
  passLocal,
  tooManyTries,
} from '@/server/auth/sign-in-local-brake-service'
import { evenIfNobodyWaits } from '@/server/caller'
import { clock } from '@/server/clock'
import { type AppError, appErrorOf } from '@/server/errors'
import { recordRefusal } from '@/server/events/event-service'
import { log } from '@/server/log'
import { counter } from '@/server/measure'
import { type Database, database } from '@/server/platform/database'
import { processWide } from '@/server/platform/process-wide'

/*
  Whoever guesses at an account must be slowed down, and must not be able to keep its owner out: an account that closes
  for everybody is a weapon against administrators. So an account closes only for the address that failed (10 times).
  Against guessing from many addresses there is one count over all of them (100 times): when it is used up, each
  address that the account does not know has one try within the window instead of ten, so that its owner still gets
  in with the right password, from anywhere; and an address from which the account was signed in to in the last 90
  days is never asked about that count. All the same whether or not there is such an account.
*/
const knownDays = 90

const refusals = {
  address: counter('limiter.refused', 'sign-in-address'),
  account: counter('limiter.refused', 'sign-in-account'),
}

/**
 * Takes one try from the address and one from the account. Fails with `rate_limited`, saying when to try again.
 * Each count is exact over all instances, also for tries that come at the same moment.
 */
export async function passBrakes(email: string, request: RequestFacts, settings: Brakes): Promise<BrakePass> {
  try {
    return await passShared(email, request, settings)
  } catch (error) {
    if (appErrorOf(error)?.code !== 'unavailable') throw error
    return passLocal(email, request, settings)
  }
}

async function passShared(email: string, request: RequestFacts, settings: Brakes): Promise<BrakePass> {
  sweepNowAndThen()
  const now = clock.now()
  const windowSeconds = settings.signInWindowMinutes * 60
  const { names, perAccount, perAddress, fromAnywhere } = brakesOf(email, request, settings)
  const { addressKey, pairKey, knownKey, accountKey, onceKey } = names
  const brakes = signInBrakeRepository(database())
  const limit = (tries: number): Limit => ({ limit: tries, windowSeconds })
  const refused = (taken: Taken, what: keyof typeof refusals) => {
    refusals[what].add()
    return refuse(addressKey, request, taken, now)
  }

  const address = await brakes.takeToken(addressKey, limit(perAddress), now)
  if (!address.isAllowed) throw await refused(address, 'address')
  const pair = await brakes.takeTry(pairKey, limit(perAccount), now)
  if (!pair.isAllowed) throw await refused(pair, 'account')
  const limits = { perAccount, perAddress, fromAnywhere }
  const pass = { addressKey, accountKey: null, pairKeys: [pairKey], knownKey, ...limits, isLocal: false }
  if (await brakes.isRemembered(knownKey, new Date(now.getTime() - knownDays * 86_400_000))) {
    return { ...pass, closesUntil: pair.blockedUntil }
  }

  const all = await brakes.takeToken(accountKey, limit(fromAnywhere), now)
  if (all.isAllowed) return { ...pass, accountKey, closesUntil: pair.blockedUntil }
  const once = await brakes.takeTry(onceKey, limit(1), now)
  if (once.isAllowed) return { ...pass, pairKeys: [pairKey, onceKey], closesUntil: once.blockedUntil }
  await brakes.giveBack([pairKey], perAccount)
  throw await refused(once, 'account')
}

/** The try was the right person's: the failures from this address are forgotten, and the address is known from now on. */
export async function clearBrakes(db: Database, pass: BrakePass): Promise<void> {
  const brakes = signInBrakeRepository(db)
  if (!pass.isLocal) await giveBackShared(db, pass)
  await brakes.forget(pass.pairKeys)
  await brakes.remember(pass.knownKey, clock.now())
}

/** The try came to no end, and was no guess. Never fails: what cut the try short is what must be told. */
export async function returnPass(pass: BrakePass): Promise<void> {
  // What was taken here alone is not given back: that the store is away is no reason to try faster
  if (pass.isLocal) return
  const [pairKey, onceKey] = pass.pairKeys
  try {
    await evenIfNobodyWaits(async () => {
      await giveBackShared(database(), pass)
      if (pairKey) await signInBrakeRepository(database()).giveBack([pairKey], pass.perAccount)
      if (onceKey) await signInBrakeRepository(database()).forget([onceKey])
    })
  } catch (error) {
    log().warn({ err: error }, 'a try to sign in could not be given back')
  }
}

async function giveBackShared(db: Database, pass: BrakePass): Promise<void> {
  const brakes = signInBrakeRepository(db)
  await brakes.giveBack([pass.addressKey], pass.perAddress)
  if (pass.accountKey) await brakes.giveBack([pass.accountKey], pass.fromAnywhere)
}

/** Somebody who is not signed in, as events name them. May do nothing. */
export function nobody(request: RequestFacts): Actor {
  return {
    id: null,
    name: 'Not signed in',
    email: null,
    role: 'user',
    mustChangePassword: false,
    sessionId: null,
    request,
  }
}

/** A flood is one event a minute and address, which says how many there were, not one each. */
async function refuse(addressKey: string, request: RequestFacts, taken: Taken, now: Date): Promise<AppError> {
  const minuteAgo = new Date(now.getTime() - 60_000)
  const untold = await signInBrakeRepository(database()).countRefusal(addressKey, minuteAgo, now)
  if (untold > 0) await recordFlood(request, addressKey, untold)
  return tooManyTries(((taken.blockedUntil ?? now).getTime() - now.getTime()) / 1000)
}

async function recordFlood(request: RequestFacts, addressKey: string, refusals: number): Promise<void> {
  const details = { refusals, address: addressKey.slice('address:'.length) }
  const happening = { action: 'session.refused', subject: null, outcome: 'refused', code: 'rate_limited' } as const
  await recordRefusal(nobody(request), { ...happening, details })
}

const sweeping = processWide('sign-in-brake-sweep', () => ({ lastAt: 0 }))

/** Tells of the last refusals of floods that are over, and keeps the table small. Nobody waits for it. */
function sweepNowAndThen(): void {
  const now = clock.now()
  if (now.getTime() - sweeping.lastAt < 60_000) return
  sweeping.lastAt = now.getTime()
  sweepBrakes(now).catch((error: unknown) => log().warn({ err: error }, 'the brakes of sign-in could not be swept'))
}

export async function sweepBrakes(now: Date): Promise<void> {
  const brakes = signInBrakeRepository(database())
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
  for (const { name, refusals } of await brakes.takeUntold(new Date(now.getTime() - 60_000), now)) {
    await recordFlood({ requestId: 'sweep', via: 'system', ip: null, userAgent: null }, name, refusals)
  }
  // No window is longer than a day
  await brakes.deleteUnused(daysAgo(2), knownPrefix, daysAgo(knownDays))
}
