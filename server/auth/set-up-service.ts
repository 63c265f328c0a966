import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Actor, type RequestFacts, systemActor } from '@/server/auth/actor'
import { hashNewPassword } from '@/server/auth/new-password-service'
import { env } from '@/server/env'
import { AppError, appErrorOf, forbidden } from '@/server/errors'
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

/** Whether an administrator is left who can sign in: active, and with a password. */
export async function hasWorkingAdministrator(): Promise<boolean> {
  return userRepository(database()).hasWorkingAdministrator()
}

/**
 * Makes an administrator where all are lost, or none was ever made: for the system alone, which is whoever runs the
 * machine. Fails with `forbidden` while an administrator is left who can sign in, with `invalid` or `weak_password`,
 * or with `already_exists` when some user has the address.
 */
export async function replaceLostAdministrators(actor: Actor, asked: Record<keyof SetUp, unknown>): Promise<User> {
  if (actor.id !== null) throw forbidden('Only who runs Roster may do this.')
  return createWhere(actor, parse(setUpSchema, asked), async (users) => {
    if (await users.hasWorkingAdministrator()) throw forbidden('There is an active administrator, who can make others.')
  })
}

async function createOnly(setUp: SetUp, request: RequestFacts): Promise<User> {
  return createWhere(systemActor(request, 'Set-up'), setUp, async (users) => {
    if (await users.hasAdministrator()) throw gone()
  })
}

async function createWhere(
  actor: Actor,
  { name, email, password }: SetUp,
  refuse: (users: ReturnType<typeof userRepository>) => Promise<void>,
): Promise<User> {
  const passwordHash = await hashNewPassword(password, { name, email })
  const { user } = await changeUsers(actor, 'system.set-up', { takesAdministrators: true }, async (door) => {
    // All who try wait for each other before they ask
    await refuse(userRepository(door.tx))
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
