import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type RequestFacts, systemActor } from '@/server/auth/actor'
import { hashNewPassword } from '@/server/auth/new-password-service'
import { env } from '@/server/env'
import { AppError, appErrorOf } from '@/server/errors'
import { parse } from '@/server/parse'
import { database } from '@/server/platform/database'
import { StartError } from '@/server/platform/start-error'
import { emailSchema } from '@/server/users/email'
import { newPasswordSchema, type User, userNameSchema } from '@/server/users/user'
import { changeUsers } from '@/server/users/user-changes'
import { userRepository } from '@/server/users/user-repository'

export const setUpSchema = z.object({ name: userNameSchema, email: emailSchema, password: newPasswordSchema })
export type SetUp = z.infer<typeof setUpSchema>

/** Whether nobody can sign in yet, as there has never been an administrator. */
export async function needsSetUp(): Promise<boolean> {
  return !(await userRepository(database()).hasAdministrator())
}

/** The link that makes the first administrator; null once there has been one, and then it is void for good. */
export async function setUpLink(baseUrl: string): Promise<string | null> {
  if (!(await needsSetUp())) return null
  const link = new URL('/set-up', baseUrl)
  link.searchParams.set('secret', setUpSecret())
  return link.href
}

/** Fails with `not_found` for a wrong secret, and for every secret once there has been an administrator. */
export async function checkSetUp(secret: string): Promise<void> {
  if (!isSetUpSecret(secret) || !(await needsSetUp())) throw gone()
}

/**
 * Makes the first administrator, and nobody after that, however many try at once. Fails with `not_found` like
 * `checkSetUp`, with `invalid` or `weak_password`, or with `already_exists` when some user has the address.
 */
export async function createFirstAdministrator(
  asked: { secret: string; request: RequestFacts } & Record<keyof SetUp, unknown>,
): Promise<User> {
  await checkSetUp(asked.secret)
  return createOnly(parse(setUpSchema, asked), asked.request)
}

/**
 * The same from ROSTER_ADMIN_EMAIL and ROSTER_ADMIN_PASSWORD; null when they are not set or no longer needed.
 * Fails with a StartError that names the setting and the reason.
 */
export async function createFirstAdministratorFromEnv(): Promise<User | null> {
  const { ROSTER_ADMIN_EMAIL: email, ROSTER_ADMIN_PASSWORD: password } = env()
  if (email === undefined || password === undefined || !(await needsSetUp())) return null
  try {
    const setUp = parse(setUpSchema, { name: 'Administrator', email, password })
    return await createOnly(setUp, { requestId: 'start', via: 'system', ip: null, userAgent: null })
  } catch (error) {
    const known = appErrorOf(error)
    // Another instance, started at the same moment, was first
    if (known?.code === 'not_found') return null
    const [field, [reason] = []] = Object.entries(known?.fields ?? {})[0] ?? []
    if (!field || !reason) throw error
    throw new StartError(`Roster can’t start: ROSTER_ADMIN_${field.toUpperCase()}: ${reason}`)
  }
}

async function createOnly({ name, email, password }: SetUp, request: RequestFacts): Promise<User> {
  const passwordHash = await hashNewPassword(password, { name, email })
  const set = { takesAdministrators: true }
  const { user } = await changeUsers(systemActor(request, 'Set-up'), 'system.set-up', set, async (door) => {
    // All who try wait for each other before they ask
    if (await userRepository(door.tx).hasAdministrator()) throw gone()
    return door.create({ name, email, role: 'admin', passwordHash, mustChangePassword: false })
  })
  return user
}

/** The same on every instance and at every start, and kept nowhere. */
function setUpSecret(): string {
  const { AUTH_SECRET: key } = env()
  if (!key) throw new Error('AUTH_SECRET was not provided at the start')
  return createHmac('sha256', key).update('roster set-up').digest('base64url')
}

function isSetUpSecret(secret: string): boolean {
  const [given, right] = [Buffer.from(secret), Buffer.from(setUpSecret())]
  return given.length === right.length && timingSafeEqual(given, right)
}

function gone(): AppError {
  return new AppError('not_found', 'This link is used up, or was never good.')
}
