import { randomInt, randomUUID } from 'node:crypto'
import type { RequestFacts } from '@/server/auth/actor'
import { findActorByToken } from '@/server/sessions/session-service'
import type { User } from '@/server/users/user'
import { createUser } from '@/server/users/user-service'
import { system } from '@/server/users/user-test-people'

// Accounts that can be signed in to, and places to do it from: each test its own, so that no brake is shared

export const goodPassword = 'seven wandering herons'

export async function newAccount(wish: Partial<Pick<User, 'name' | 'email' | 'role'>> = {}): Promise<User> {
  const mark = randomUUID().slice(0, 8)
  const person = { name: `Person ${mark}`, email: `person.${mark}@roster.test`, role: 'user' as const, ...wish }
  const { user } = await createUser(system(), { ...person, password: goodPassword, mustChangePassword: false })
  return user
}

export const newAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`

export function requestFrom(ip: string | null = newAddress()): RequestFacts {
  return {
    requestId: `test-${randomUUID()}`,
    via: 'web',
    ip,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
  }
}

/** Whether this token still speaks for somebody. */
export async function isGood(token: string): Promise<boolean> {
  return (await findActorByToken(token, requestFrom())) !== null
}
