import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Actor, actorLabel, type RequestFacts } from '@/server/auth/actor'
import { hashPassword, needsRehash, verifyPassword } from '@/server/auth/auth-password'
import { clearBrakes, nobody, passBrakes, returnPass } from '@/server/auth/sign-in-brake-service'
import { type BrakePass, passLocal } from '@/server/auth/sign-in-local-brake-service'
import { decideSignIn, refusalMessage, refusalMsMin, type SignInDecision } from '@/server/auth/sign-in-policy'
import { clock } from '@/server/clock'
import { AppError } from '@/server/errors'
import { recordEvent, recordRefusal } from '@/server/events/event-service'
import { counter, timer } from '@/server/measure'
import { outcomeOf } from '@/server/operation'
import { parse } from '@/server/parse'
import { database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { startSession } from '@/server/sessions/session-service'
import type { Settings } from '@/server/settings/settings'
import { settingsAtHand } from '@/server/settings/settings-at-hand-service'
import { currentSettings } from '@/server/settings/settings-service'
import { emailSchema } from '@/server/users/email'
import { passwordMax, type User } from '@/server/users/user'
import { noteSignIn, replacePasswordHash, userSubject } from '@/server/users/user-changes'
import { type UserCredentials, userRepository } from '@/server/users/user-repository'

/** What the form must hold before anybody is looked for: the same whoever asks, so it is said at once. */
export const signInSchema = z.object({
  email: emailSchema,
  password: z
    .string('Enter your password')
    .min(1, 'Enter your password')
    .max(passwordMax, `Passwords have at most ${passwordMax} characters`),
})

export type SignInInput = { email: string; password: string; request: RequestFacts }
export type SignedIn = { token: string; user: User; expiresAt: Date }

/**
 * Signs somebody in. Fails with `invalid_credentials`, alike in words and time for an account that is unknown,
 * deleted, suspended or locked and for a wrong password (what it truly was, the event says); with `rate_limited` or
 * `unavailable` and the time to wait; with `invalid` when a field is empty or too long.
 */
export async function signIn({ email, password, request }: SignInInput): Promise<SignedIn> {
  const input = parse(signInSchema, { email, password })
  const started = performance.now()
  const ended = (outcome: 'done' | 'refused' | 'failed') => {
    timer('sign-in', outcome).record((performance.now() - started) * 1000)
    if (outcome !== 'done') counter('sign-in.failed').add()
  }
  try {
    const signedIn = await tryToEnter({ ...input, request })
    ended('done')
    return signedIn
  } catch (error) {
    // Before the pause: how long it took, not how long it should look
    ended(outcomeOf(error))
    await sleep(Math.max(0, started + refusalMsMin - performance.now()))
    throw error
  }
}

async function tryToEnter(input: SignInInput): Promise<SignedIn> {
  const settings = await currentSettings().catch((error: unknown) => {
    // Whoever hammers at a database that is away is told to wait
    passLocal(input.email, input.request, settingsAtHand())
    throw error
  })
  const pass = await passBrakes(input.email, input.request, settings)
  try {
    const found = await userRepository(database()).findCredentialsByEmail(input.email)
    const isPasswordRight = await verifyPassword(found?.passwordHash ?? null, input.password)
    const decision = decide(found, isPasswordRight)
    if (!found || !decision.mayEnter) throw await refuse(input, found, decision, pass)
    return await enter(input, found, settings, pass)
  } catch (error) {
    // Refused tries count. Those that the database or a full queue cut short were no guesses
    if (!(error instanceof AppError && error.code === 'invalid_credentials')) await returnPass(pass)
    throw error
  }
}

/** The password was right. Asked again under the lock: somebody may be suspending the account at this moment. */
async function enter(
  input: SignInInput,
  checked: UserCredentials,
  settings: Settings,
  pass: BrakePass,
): Promise<SignedIn> {
  const { request } = input
  const stronger =
    checked.passwordHash !== null && needsRehash(checked.passwordHash) ? await hashPassword(input.password) : null
  const entered = await inTransaction(async (tx) => {
    const found = await userRepository(tx).lockCredentialsById(checked.user.id)
    const isSame = found?.passwordHash === checked.passwordHash
    const decision = decide(found, isSame || (await verifyPassword(found?.passwordHash ?? null, input.password)))
    if (!found || !decision.mayEnter) return { found, decision }
    const { user } = found
    const now = clock.now()
    const { token, sessionId, expiresAt } = await startSession(tx, user.id, request, settings)
    const actor: Actor = { ...user, sessionId, request }
    const subject = userSubject(user.id, actorLabel(user))
    await recordEvent(tx, actor, { action: 'session.started', subject, outcome: 'done', details: { sessionId } })
    await noteSignIn(tx, user.id, now)
    if (stronger !== null && found.passwordHash !== null) {
      await replacePasswordHash(tx, user.id, found.passwordHash, stronger)
    }
    await clearBrakes(tx, pass)
    return { signedIn: { token, user, expiresAt } }
  })
  if (entered.signedIn) return entered.signedIn
  throw await refuse(input, entered.found, entered.decision, pass)
}

function decide(found: UserCredentials | null, isPasswordRight: boolean): SignInDecision {
  const hasPassword = found !== null && found.passwordHash !== null
  return decideSignIn({ user: found?.user ?? null, hasPassword, isPasswordRight }, clock.now())
}

/** Administrators see the true reason and the address that was tried; the person sees neither. */
async function refuse(
  { email, request }: SignInInput,
  found: UserCredentials | null,
  { code, trace }: SignInDecision,
  { closesUntil }: BrakePass,
): Promise<AppError> {
  await recordRefusal(nobody(request), {
    action: 'session.refused',
    subject: found ? userSubject(found.user.id, actorLabel(found.user)) : null,
    outcome: 'refused',
    code: code ?? 'invalid_credentials',
    details: { email, ...trace, ...(closesUntil ? { closedUntil: closesUntil.toISOString() } : {}) },
  })
  return new AppError('invalid_credentials', refusalMessage)
}
