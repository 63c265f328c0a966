import type { Actor } from '@/server/auth/actor'
import { forbidden } from '@/server/errors'
import type { Event } from '@/server/events/event'
import { listEventsAbout } from '@/server/events/event-service'
import { operation } from '@/server/operation'
import { database } from '@/server/platform/database'
import type { UserRole } from '@/server/users/user'
import type { UserFilter, UserQuery } from '@/server/users/user-filter'
import { type UserPage, userPageRepository } from '@/server/users/user-page-repository'
import { userCan } from '@/server/users/user-policy'
import { countCap, type UserFacets, userRepository } from '@/server/users/user-repository'
import { getUser } from '@/server/users/user-service'

export type UserCount = { value: number; exact: boolean }

/** A page of users. Fails with `forbidden`, or with `invalid` for a cursor of another listing. */
export const listUsers = operation(
  'listUsers',
  async (actor: Actor, query: UserQuery): Promise<UserPage & { count: UserCount | null }> => {
    if (!userCan.list(actor)) throw forbidden('Only administrators and managers see the list of users.')
    const [page, count] = await Promise.all([
      userPageRepository(database()).find(query),
      query.count === 'none' ? null : countUsers(actor, query, query.count),
    ])
    return { ...page, count }
  },
)

/** How many match: exactly, or up to 10,000 and then "more". Fails with `forbidden`. */
export const countUsers = operation(
  'countUsers',
  async (actor: Actor, filter: UserFilter, how: 'capped' | 'exact'): Promise<UserCount> => {
    if (!userCan.list(actor)) throw forbidden('Only administrators and managers see the list of users.')
    if (how === 'exact') return { value: await userRepository(database()).count(filter), exact: true }
    const value = await userRepository(database()).count(filter, countCap)
    return { value: Math.min(value, countCap), exact: value <= countCap }
  },
)

/** How many match per role and per status. Fails with `forbidden`. */
export const countUserFacets = operation(
  'countUserFacets',
  async (actor: Actor, filter: UserFilter): Promise<UserFacets> => {
    if (!userCan.list(actor)) throw forbidden('Only administrators and managers see the list of users.')
    return userRepository(database()).countFacets(filter, facetCap)
  },
)

/** Facets are counted over at most this many matches; beyond, they are marked as not exact. */
const facetCap = 100_000

export type UserHistory = { events: Event[]; nextBeforeSeq: number | null }

/**
 * Everything that happened to a user, newest first. Fails with `not_found`, or `forbidden` when the actor may see
 * the user but not who changed what.
 */
export const getUserHistory = operation(
  'getUserHistory',
  async (actor: Actor, id: string, limit: number, beforeSeq?: number): Promise<UserHistory> => {
    const user = await getUser(actor, id)
    if (!userCan.viewHistory(actor, user)) throw forbidden('Only an administrator may see the history of this user.')
    const events = await listEventsAbout(database(), user.id, limit + 1, beforeSeq)
    const shown = events.slice(0, limit)
    return { events: shown, nextBeforeSeq: events.length > limit ? (shown.at(-1)?.seq ?? null) : null }
  },
)

/** The roles of those who exist, for what tells each only what they may know. Asks no right. */
export async function findUserRoles(ids: readonly string[]): Promise<Map<string, UserRole>> {
  return ids.length === 0 ? new Map() : userRepository(database()).findRoles(ids)
}
