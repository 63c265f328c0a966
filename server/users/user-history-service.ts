import type { Actor } from '@/server/auth/actor'
import { forbidden } from '@/server/errors'
import type { ChangePage, ChangeQuery } from '@/server/events/change'
import { listChangesOf } from '@/server/events/event-service'
import { operation } from '@/server/operation'
import { database } from '@/server/platform/database'
import { userCan } from '@/server/users/user-policy'
import { getUser } from '@/server/users/user-service'

/**
 * A page of a user's changes, newest first: one for each version. Fails with `not_found`, or `forbidden` when the actor
 * may see the user but not who changed what.
 */
export const listUserChanges = operation(
  'listUserChanges',
  async (actor: Actor, id: string, query: ChangeQuery): Promise<ChangePage> => {
    const user = await getUser(actor, id)
    if (!userCan.viewHistory(actor, user)) throw forbidden('Only an administrator may see the history of this user.')
    return listChangesOf(database(), user.id, query)
  },
)
