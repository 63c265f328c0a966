import { randomUUID } from 'node:crypto'
import { type Actor, systemActor } from '@/server/auth/actor'
import type { User, UserRole } from '@/server/users/user'
import { createUser } from '@/server/users/user-service'

// People for tests of services: made through the service, each test its own

const request = () => ({ requestId: `test-${randomUUID()}`, via: 'web' as const, ip: '127.0.0.1', userAgent: 'Vitest' })

export const system = (): Actor => systemActor(request(), 'Test')

export async function newUser(wish: Partial<Pick<User, 'name' | 'email' | 'role'>> = {}): Promise<User> {
  const mark = randomUUID().slice(0, 8)
  const person = { name: `Person ${mark}`, email: `person.${mark}@roster.test`, role: 'user' as const, ...wish }
  const { user } = await createUser(system(), { ...person, mustChangePassword: true })
  return user
}

/** The user as somebody who acts. */
export function acting(user: User): Actor {
  const { id, name, email, role } = user
  return { id, name, email, role, mustChangePassword: false, sessionId: null, request: request() }
}

export async function newActor(role: UserRole): Promise<Actor> {
  return acting(await newUser({ role }))
}
