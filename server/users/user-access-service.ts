import type { Actor } from '@/server/auth/actor'
import { hashNewPassword } from '@/server/auth/new-password-service'
import { AppError, forbidden, notFound } from '@/server/errors'
import type { EventAction } from '@/server/events/event'
import { operation } from '@/server/operation'
import type { UserRole, UserStatus } from '@/server/users/user'
import { type Changed, changeUsers, refuseDeleted, visibleUser } from '@/server/users/user-changes'
import { userCan } from '@/server/users/user-policy'
import { getUser } from '@/server/users/user-service'

/** Gives a role and ends the user's sessions. Fails with `not_found`, `forbidden`, `deleted` or `last_administrator`. */
export const changeUserRole = operation(
  'changeUserRole',
  async (actor: Actor, id: string, role: UserRole, ifVersion?: number): Promise<Changed> => {
    return changeUsers(
      actor,
      'user.role-changed',
      { userId: id, takesAdministrators: true, ifVersion },
      async (door) => {
        const { actor: asking, user } = await door.lock(id)
        if (!user || !userCan.view(asking, user)) throw notFound('user')
        if (asking.role !== 'admin') throw forbidden('Only an administrator may change a role.')
        refuseDeleted(user)
        if (role !== user.role) {
          if (role !== 'admin') await door.keepAnAdministrator(user)
          if (!userCan.changeRole(asking, user))
            throw forbidden('You can’t change your own role. Ask another administrator.')
        }
        return door.write(user, role === user.role ? {} : { role })
      },
    )
  },
)

/** Stops sign-in and ends the user's sessions. Fails with `not_found`, `forbidden`, `deleted` or `last_administrator`. */
export const suspendUser = operation(
  'suspendUser',
  async (actor: Actor, id: string, reason: string | null, ifVersion?: number): Promise<Changed> => {
    return setStatus(actor, id, 'suspended', 'user.suspended', reason, ifVersion)
  },
)

/** The same as suspending, for a danger to the account. Fails alike. */
export const lockUser = operation(
  'lockUser',
  async (actor: Actor, id: string, reason: string | null, ifVersion?: number): Promise<Changed> => {
    return setStatus(actor, id, 'locked', 'user.locked', reason, ifVersion)
  },
)

/** Ends a suspension or a lock. Fails with `not_found`, `forbidden` or `deleted`. */
export const reactivateUser = operation(
  'reactivateUser',
  async (actor: Actor, id: string, reason: string | null, ifVersion?: number): Promise<Changed> => {
    return setStatus(actor, id, 'active', 'user.reactivated', reason, ifVersion)
  },
)

/** Ends a lock, and only that. Fails with `not_found`, `forbidden`, `deleted`, or `invalid` when it is suspended. */
export const unlockUser = operation(
  'unlockUser',
  async (actor: Actor, id: string, reason: string | null, ifVersion?: number): Promise<Changed> => {
    return setStatus(actor, id, 'active', 'user.unlocked', reason, ifVersion)
  },
)

async function setStatus(
  actor: Actor,
  id: string,
  status: UserStatus,
  action: EventAction,
  reason: string | null,
  ifVersion: number | undefined,
): Promise<Changed> {
  const takesAdministrators = status !== 'active'
  return changeUsers(actor, action, { userId: id, reason, takesAdministrators, ifVersion }, async (door) => {
    const { actor: asking, user } = await door.lock(id)
    if (!user || !userCan.view(asking, user)) throw notFound('user')
    refuseDeleted(user)
    if (action === 'user.unlocked' && user.status === 'suspended') {
      throw new AppError('invalid', `${user.name} is suspended, not locked. Reactivate instead.`)
    }
    if (status !== 'active' && userCan.update(asking, user)) await door.keepAnAdministrator(user)
    if (!userCan.changeStatus(asking, user)) {
      throw forbidden(
        asking.id === user.id
          ? 'You can’t change your own status. Ask another administrator.'
          : 'Only an administrator may change the status of this user.',
      )
    }
    if (user.status === 'active' && status === 'active') return user
    return door.write(user, { status, statusReason: reason, statusUntil: null })
  })
}

/**
 * Sets a password that must be changed at the next sign-in, and ends the user's sessions.
 * Fails with `not_found`, `forbidden`, `deleted` or `weak_password`.
 */
export const setUserPassword = operation(
  'setUserPassword',
  async (actor: Actor, id: string, password: string): Promise<Changed> => {
    // Before the door: hashing takes its time, and no lock should wait for it
    const known = await getUser(actor, id)
    const passwordHash = userCan.setPassword(actor, known) ? await hashNewPassword(password, known) : null
    return changeUsers(actor, 'user.password-set', { userId: id }, async (door) => {
      const user = await visibleUser(
        door,
        id,
        userCan.setPassword,
        'You may not set this password. Your own you change on your account page.',
      )
      refuseDeleted(user)
      // The right has come since the first look: then the hash was never made
      if (passwordHash === null) throw forbidden('You may not set this password. Try again.')
      return door.write(user, { passwordHash, mustChangePassword: true })
    })
  },
)
