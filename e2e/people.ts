import type { UserRole, UserStatus } from '@/server/users/user'
import { askApi, sessionCookieOf } from './console-api'

// People are made over the REST API, so that the same tests run against a console that is deployed somewhere

export type PersonWish = Partial<{
  name: string
  email: string
  role: UserRole
  status: UserStatus
  deleted: boolean
  password: string
  mustChangePassword: boolean
}>
/** A user as the API answers one, and the password that they were made with. */
export type Person = ApiUser & { password: string }
export type ApiUser = {
  id: string
  name: string
  email: string
  role: UserRole
  status: UserStatus
  statusReason: string | null
  version: number
  lastSignInAt: string | null
  deletedAt: string | null
}

const password = 'correct horse battery staple'
const reason = 'Made so for a test'

export const people = {
  async create(wish: PersonWish & { name: string; email: string }): Promise<Person> {
    const { status = 'active', deleted = false, role = 'user', mustChangePassword = false, ...given } = wish
    const input = { password, ...given, role, mustChangePassword }
    let user = await askApi<ApiUser>('POST', '/users', input)
    if (status === 'suspended') user = await askApi('POST', `/users/${user.id}/suspend`, { reason })
    if (status === 'locked') user = await askApi('POST', `/users/${user.id}/lock`, { reason })
    if (deleted) user = await askApi('DELETE', `/users/${user.id}`, undefined, user.version)
    return { ...user, password: input.password }
  },

  /** As they are now: what a page did to them. */
  find(id: string): Promise<ApiUser> {
    return askApi('GET', `/users/${id}`)
  },

  /** Somebody else's edit, made while a page is open. */
  async rename(id: string, name: string): Promise<void> {
    const { version } = await people.find(id)
    await askApi('PATCH', `/users/${id}`, { name }, version)
  },

  async changeRole(id: string, role: UserRole): Promise<void> {
    await askApi('PUT', `/users/${id}/role`, { role })
  },
}

/** A session of this person, as signing in would give it; each call is one more. */
export async function sessionCookie({
  email,
  password,
}: Pick<Person, 'email' | 'password'>): Promise<{ name: string; value: string; httpOnly: true }> {
  const { name, value } = await sessionCookieOf(email, password)
  return { name, value, httpOnly: true }
}
