import 'server-only'
import type { ApiFailure } from '@/components/ui/api-answer'
import { askedOf } from '@/components/users/users-address'
import type { ListedUser, UsersCount, UsersPage } from '@/components/users/users-answer'
import type { FirstUsers } from '@/components/users/users-listing'
import type { Actor } from '@/server/auth/actor'
import { requestFacts } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import { appErrorOf } from '@/server/errors'
import { log } from '@/server/log'
import type { User } from '@/server/users/user'
import { countUsers, listUsers } from '@/server/users/user-list-service'
import { defaultUserQuery, type UserQuery } from '@/server/users/user-query'

/**
 * The rows that the page is first drawn with. A cursor of another list leads to the first page. What a person can act
 * on, such as a database that is away, is part of the answer: the list shows it in its place. Bugs pass through.
 */
export async function readFirstUsers(actor: Actor, query: UserQuery): Promise<FirstUsers> {
  const asked = askedOf(query)
  try {
    return { asked, page: await readPage(actor, query), failure: null }
  } catch (error) {
    const known = appErrorOf(error)
    if (!known) throw error
    if (known.code === 'invalid' && query.cursor !== null) {
      const start = await readFirstUsers(actor, { ...query, cursor: null })
      return start.page ? { asked, page: { ...start.page, isPlaceLost: true }, failure: null } : { ...start, asked }
    }
    const { requestId } = await requestFacts()
    log().warn({ err: error, requestId }, 'the list of users could not be read')
    const failure: ApiFailure = { status: 503, message: known.message, requestId }
    return { asked, page: null, failure }
  }
}

/** How many users there are; null where that can't be had, as nothing else needs it. */
export async function countAllUsers(actor: Actor): Promise<UsersCount | null> {
  try {
    return await countUsers(actor, defaultUserQuery, 'capped')
  } catch {
    return null
  }
}

async function readPage(actor: Actor, query: UserQuery): Promise<UsersPage> {
  const { users, next, previous } = await listUsers(actor, { ...query, count: 'none' })
  return { users: users.map(listed), next, previous, at: clock.now().toISOString(), isPlaceLost: false }
}

/** Named one by one, as the API does: a field that a user gets later stays inside until it is listed here. */
function listed(user: User): ListedUser {
  const { id, name, email, role, status, statusReason, statusUntil, lastSignInAt, createdAt, deletedAt } = user
  return {
    id,
    name,
    email,
    role,
    status,
    statusReason,
    statusUntil: statusUntil?.toISOString() ?? null,
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
  }
}
