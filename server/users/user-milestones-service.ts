import type { Actor } from '@/server/auth/actor'
import { firstChangeOf, lastChangeOf } from '@/server/events/event-service'
import { operation } from '@/server/operation'
import { database } from '@/server/platform/database'
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
    const [created, role, status, deleted] = await Promise.all([
      firstChangeOf(database(), user.id),
      lastChangeOf(database(), user.id, 'role'),
      lastChangeOf(database(), user.id, 'status'),
      user.deletedAt === null ? null : lastChangeOf(database(), user.id, 'deletedAt'),
    ])
    return { created, role, status, deleted }
  },
)
