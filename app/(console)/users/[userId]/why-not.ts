import type { Actor } from '@/server/auth/actor'
import type { User } from '@/server/users/user'
import { userCan } from '@/server/users/user-policy'

/** Why somebody sees the facts of a user and nothing to change; null where there is something. */
export function whyNot(actor: Actor, user: User): string | null {
  if (user.deletedAt !== null) {
    return userCan.restore(actor, user)
      ? 'This account is in the trash: nobody can sign in to it. Restore it to change it.'
      : 'This account is in the trash.'
  }
  if (userCan.update(actor, user)) return null
  if (actor.id === user.id) return 'This is your own account. Your name and password you change on your account page.'
  return 'Managers change users with the role User only. Ask an administrator to change this one.'
}
