import type { Actor } from '@/server/auth/actor'
import { firstChangeOf, lastChangeOf } from '@/server/events/event-service'
import { operation } from '@/server/operation'
import { type Cache, createCache } from '@/server/platform/cache'
import { database } from '@/server/platform/database'
import { processWide } from '@/server/platform/process-wide'
import type { User } from '@/server/users/user'
import { userCan } from '@/server/users/user-policy'

export type Milestone = { at: Date; by: string; reason: string | null }

/** Since when things are as they are, and who made them so. Null where the history does not say. */
export type UserMilestones = Record<'created' | 'role' | 'status' | 'deleted', Milestone | null>

/** What stands beside the facts of a user. Tells nothing to whom may not see the user's history. */
export const getUserMilestones = operation(
  'getUserMilestones',
  async (actor: Actor, user: User): Promise<UserMilestones> => {
    if (!userCan.viewHistory(actor, user)) return { created: null, role: null, status: null, deleted: null }
    const milestones = await milestonesCache().get(`${user.id} ${user.version}`)
    return user.deletedAt === null ? { ...milestones, deleted: null } : milestones
  },
)

/**
 * Of one version of a user it never changes, so nothing has to be dropped and nothing can be old: which version it is,
 * the row says, which is read each time as it gives rights.
 */
function milestonesCache(): Cache<UserMilestones> {
  return processWide('milestones-cache', () =>
    createCache({ name: 'user milestones', max: 5000, load: (key) => readMilestones(key.slice(0, key.indexOf(' '))) }),
  )
}

/** Without the cache: for what measures it. */
export async function readMilestones(userId: string): Promise<UserMilestones> {
  const [created, role, status, deleted] = await Promise.all([
    firstChangeOf(database(), userId),
    lastChangeOf(database(), userId, 'role'),
    lastChangeOf(database(), userId, 'status'),
    lastChangeOf(database(), userId, 'deletedAt'),
  ])
  return { created, role, status, deleted }
}
