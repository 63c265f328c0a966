import { randomUUID } from 'node:crypto'
import { systemActor } from '@/server/auth/actor'
import { sessionCookieName } from '@/server/auth/auth-session'
import { provideEnv } from '@/server/env'
import { database } from '@/server/platform/database'
import { embeddedPostgresUrls } from '@/server/platform/embedded-postgres'
import { startSession } from '@/server/sessions/session-service'
import { defaultSettings } from '@/server/settings/settings'
import type { User, UserRole, UserStatus } from '@/server/users/user'
import { changeUserRole, lockUser, suspendUser } from '@/server/users/user-access-service'
import { createUser, deleteUser, getUser, updateUser } from '@/server/users/user-service'

// People are made through the program's own services, on the database of the server under test

export type PersonWish = Partial<{
  name: string
  email: string
  role: UserRole
  status: UserStatus
  deleted: boolean
  password: string
  mustChangePassword: boolean
}>
export type Person = User & { password: string }

const actor = () =>
  systemActor({ requestId: `e2e-${randomUUID()}`, via: 'system', ip: null, userAgent: null }, 'End-to-end test')
const password = 'correct horse battery staple'

export const people = {
  async create(wish: PersonWish & { name: string; email: string }): Promise<Person> {
    await connect()
    const given = { name: wish.name, email: wish.email, role: wish.role ?? 'user', password: wish.password ?? password }
    const created = await createUser(actor(), { ...given, mustChangePassword: wish.mustChangePassword ?? false })
    const { id } = created.user
    if (wish.status === 'suspended') await suspendUser(actor(), id, 'Made so for a test')
    if (wish.status === 'locked') await lockUser(actor(), id, 'Made so for a test')
    if (wish.deleted) await deleteUser(actor(), id)
    return { ...(await getUser(actor(), id)), password: given.password }
  },

  /** As they are now: what a page did to them. */
  async find(id: string): Promise<User> {
    await connect()
    return getUser(actor(), id)
  },

  /** Somebody else's edit, made while a page is open. */
  async rename(id: string, name: string): Promise<void> {
    await connect()
    const { version, email } = await getUser(actor(), id)
    await updateUser(actor(), id, version, { name, email })
  },

  async changeRole(id: string, role: UserRole): Promise<void> {
    await connect()
    await changeUserRole(actor(), id, role)
  },
}

/** The cookie that signing in would give. */
export async function sessionCookie(
  person: Pick<User, 'id'>,
): Promise<{ name: string; value: string; httpOnly: true }> {
  await connect()
  const request = { ip: '127.0.0.1', userAgent: 'Playwright' }
  const { token } = await startSession(database(), person.id, request, defaultSettings)
  return { name: sessionCookieName(), value: token, httpOnly: true }
}

async function connect(): Promise<void> {
  const dataDir = process.env.ROSTER_DATA_DIR
  if (!dataDir || process.env.DATABASE_URL) return
  const { webUrl } = await embeddedPostgresUrls(dataDir)
  provideEnv({ DATABASE_URL: webUrl, AUTH_SECRET: randomUUID() + randomUUID() })
}
