import type { Actor } from '@/server/auth/actor'
import { hashNewPassword } from '@/server/auth/new-password-service'
import { clock } from '@/server/clock'
import { AppError, forbidden, notFound } from '@/server/errors'
import { operation } from '@/server/operation'
import { database } from '@/server/platform/database'
import { currentSettings } from '@/server/settings/settings-service'
import { isRestrictedEmail } from '@/server/users/restricted-domains'
import type { User, UserCreate, UserUpdate } from '@/server/users/user'
import { type Changed, changeUsers, type Door, refuseDeleted, visibleUser } from '@/server/users/user-changes'
import { mergeUserUpdate, UserConflict } from '@/server/users/user-merge'
import { userCan } from '@/server/users/user-policy'
import { userRepository } from '@/server/users/user-repository'

/** Hides who may not be seen: fails with `not_found`. */
export const getUser = operation('getUser', async (actor: Actor, id: string): Promise<User> => {
  const user = await userRepository(database()).findById(id)
  if (!user || !userCan.view(actor, user)) throw notFound('user')
  return asSeenBy(actor, user)
})

/** The live user with this address. Fails with `not_found`. */
export const getUserByEmail = operation('getUserByEmail', async (actor: Actor, email: string): Promise<User> => {
  const user = await userRepository(database()).findByEmail(email)
  if (!user || !userCan.view(actor, user)) throw notFound('user')
  return asSeenBy(actor, user)
})

/** What is written about somebody is not for their own eyes. */
function asSeenBy(actor: Actor, user: User): User {
  return actor.id === user.id && !userCan.viewHistory(actor, user) ? { ...user, statusReason: null } : user
}

/** Who has the address of a deleted user now: while somebody does, that user can't be restored. Null when it is free. */
export const findAddressHolder = operation(
  'findAddressHolder',
  async (actor: Actor, deleted: User): Promise<User | null> => {
    const holder = await userRepository(database()).findByEmail(deleted.email)
    return holder && userCan.view(actor, holder) ? holder : null
  },
)

/**
 * Makes an account. Without a password nobody can sign in to it yet; one that is given must be changed at the first
 * sign-in unless `mustChangePassword` is false. Fails with `forbidden`, `already_exists`,
 * `restricted_email_domain` or `weak_password`.
 */
export const createUser = operation('createUser', async (actor: Actor, input: UserCreate): Promise<Changed> => {
  const { name, email, role, password } = input
  // Before the door: hashing takes its time, and no lock should wait for it
  const mayCreate = password !== undefined && userCan.create(actor, role)
  const passwordHash = mayCreate ? await hashNewPassword(password, { name, email }) : null
  return changeUsers(actor, 'user.created', {}, async (door) => {
    const asking = await door.actor()
    if (!userCan.create(asking, role)) {
      throw forbidden(
        asking.role === 'manager' ? 'Managers create users with the role User only.' : 'You may not create users.',
      )
    }
    if (password !== undefined && passwordHash === null) throw forbidden('You may not create users. Try again.')
    await refuseRestricted(door, email)
    const mustChangePassword = password !== undefined && input.mustChangePassword
    return door.create({ name, email, role, passwordHash, mustChangePassword })
  })
})

/**
 * Saves an edit made on `version` of the user. Edits of other fields made since are kept.
 * Fails with `not_found`, `forbidden`, `deleted`, `already_exists` when the address is taken,
 * `restricted_email_domain`, or `conflict` (a UserConflict with base, mine and theirs) when the same field was
 * changed since.
 */
export const updateUser = operation(
  'updateUser',
  async (actor: Actor, id: string, version: number, edit: UserUpdate): Promise<Changed> => {
    return changeUsers(actor, 'user.updated', { userId: id }, async (door) => {
      const user = await visibleUser(door, id, userCan.update, 'Only an administrator may change this user.')
      refuseDeleted(user)
      const update = version === user.version ? edit : await mergeSince(door, user, version, edit)
      if (update.email !== user.email) await refuseRestricted(door, update.email)
      return door.write(user, update)
    })
  },
)

/**
 * Changes these fields on exactly this version: for programs, which can't be asked to choose. Fails like
 * `updateUser`, with `version_stale` instead of merging.
 */
export const patchUser = operation(
  'patchUser',
  async (
    actor: Actor,
    id: string,
    ifVersion: number,
    patch: { [Field in keyof UserUpdate]?: UserUpdate[Field] | undefined },
  ): Promise<Changed> => {
    return changeUsers(actor, 'user.updated', { userId: id, ifVersion }, async (door) => {
      const user = await visibleUser(door, id, userCan.update, 'Only an administrator may change this user.')
      refuseDeleted(user)
      const { name = user.name, email = user.email } = patch
      if (email !== user.email) await refuseRestricted(door, email)
      return door.write(user, { name, email })
    })
  },
)

async function mergeSince(door: Door, user: User, version: number, edit: UserUpdate): Promise<UserUpdate> {
  if (version > user.version) throw new AppError('invalid', 'This version does not exist. Load the page again.')
  const theirs = { name: user.name, email: user.email }
  const { base, by, at } = await door.baseOf(user, version)
  const merged = mergeUserUpdate(base, edit, theirs)
  if (merged) return merged
  throw new UserConflict({ base, mine: edit, theirs, theirVersion: user.version, changedBy: by, changedAt: at })
}

/**
 * Puts the account into the trash and ends its sessions; the address can be used again.
 * Fails with `not_found`, `forbidden` or `last_administrator`.
 */
export const deleteUser = operation(
  'deleteUser',
  async (actor: Actor, id: string, ifVersion?: number): Promise<Changed> => {
    return changeUsers(actor, 'user.deleted', { userId: id, takesAdministrators: true, ifVersion }, async (door) => {
      const { actor: asking, user } = await door.lock(id)
      if (!user || !userCan.view(asking, user)) throw notFound('user')
      if (userCan.update(asking, user)) await door.keepAnAdministrator(user)
      if (!userCan.delete(asking, user)) {
        throw forbidden(
          asking.id === user.id ? 'You can’t delete your own account.' : 'Only an administrator may delete this user.',
        )
      }
      return user.deletedAt === null ? door.write(user, { deletedAt: clock.now() }) : user
    })
  },
)

/** Takes the account out of the trash. Fails with `not_found`, `forbidden`, or `already_exists` when its address has been taken. */
export const restoreUser = operation(
  'restoreUser',
  async (actor: Actor, id: string, ifVersion?: number): Promise<Changed> => {
    return changeUsers(actor, 'user.restored', { userId: id, ifVersion }, async (door) => {
      const user = await visibleUser(door, id, userCan.restore, 'Only an administrator may restore this user.')
      if (user.deletedAt === null) return user
      const holder = await userRepository(door.tx).findByEmail(user.email)
      if (holder) {
        const message = `${user.email} now belongs to ${holder.name}. Change or delete that account first, then restore this one.`
        throw new AppError('already_exists', message, { email: [message] })
      }
      return door.write(user, { deletedAt: null })
    })
  },
)

async function refuseRestricted(door: Door, email: string): Promise<void> {
  if (!isRestrictedEmail(email, await currentSettings(door.tx))) return
  const message = 'Addresses of this domain are not accepted'
  throw new AppError('restricted_email_domain', message, { email: [message] })
}
