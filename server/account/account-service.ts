import { type PasswordChange, passwordChangeSchema } from '@/server/account/account'
import type { Actor } from '@/server/auth/actor'
import { hashPassword, verifyPassword } from '@/server/auth/auth-password'
import { type Person, passwordProblem } from '@/server/auth/password-policy'
import { clearBrakes, passBrakes, returnPass } from '@/server/auth/sign-in-brake-service'
import type { BrakePass } from '@/server/auth/sign-in-local-brake-service'
import { AppError } from '@/server/errors'
import { recordRefusal } from '@/server/events/event-service'
import { operation } from '@/server/operation'
import { parse } from '@/server/parse'
import { database } from '@/server/platform/database'
import { currentSettings } from '@/server/settings/settings-service'
import { type Changed, changeUsers, userSubject } from '@/server/users/user-changes'
import { mergeUserUpdate, UserConflict } from '@/server/users/user-merge'
import { type UserCredentials, userRepository } from '@/server/users/user-repository'

/**
 * Changes one's own password and ends one's other sessions. The current password is asked, under the same brakes as
 * signing in: whoever finds an open browser can neither take the account over nor guess on.
 * Fails with `invalid_credentials`, `weak_password` or `invalid` at the field, with `rate_limited` or `unavailable`
 * and the time to wait, or with `unauthenticated`.
 */
export const changeOwnPassword = operation(
  'changeOwnPassword',
  async (actor: Actor, change: PasswordChange): Promise<Changed> => {
    const { id, email, name } = signedIn(actor)
    const { currentPassword, newPassword } = parse(passwordChangeSchema, change)
    const pass = await passBrakes(email, actor.request, await currentSettings())
    try {
      const checked = await userRepository(database()).findCredentialsByEmail(email)
      if (checked?.user.id !== id) throw signedOut()
      if (!(await verifyPassword(checked.passwordHash, currentPassword)))
        throw await wrongPassword(actor, checked, pass)
      await refuseWeak({ currentPassword, newPassword }, { name, email })
      const passwordHash = await hashPassword(newPassword)
      const changed = await changeUsers(actor, 'user.password-changed', { userId: id }, async (door) => {
        await door.lock(id)
        const found = await userRepository(door.tx).lockCredentialsById(id)
        if (found?.passwordHash !== checked.passwordHash) {
          throw new AppError('conflict', 'Your password was changed at the same moment, from somewhere else.')
        }
        const patch = { passwordHash, mustChangePassword: false }
        return door.write(found.user, patch, { keepSessionId: actor.sessionId })
      })
      await clearBrakes(database(), pass)
      return changed
    } catch (error) {
      // Only a wrong password is a guess
      if (!(error instanceof AppError && error.code === 'invalid_credentials')) await returnPass(pass)
      throw error
    }
  },
)

/**
 * Changes one's own name, as it was edited on `version`. Fails with `invalid_name`, `unauthenticated`, or `conflict`
 * (a UserConflict) when somebody else changed the name since.
 */
export const renameSelf = operation(
  'renameSelf',
  async (actor: Actor, version: number, name: string): Promise<Changed> => {
    const { id } = signedIn(actor)
    return changeUsers(actor, 'user.updated', { userId: id }, async (door) => {
      const { user } = await door.lock(id)
      if (!user) throw signedOut()
      if (version === user.version) return door.write(user, { name })
      if (version > user.version) throw new AppError('invalid', 'This version does not exist. Load the page again.')
      const { base, by, at } = await door.baseOf(user, version)
      const theirs = { name: user.name, email: user.email }
      const mine = { name, email: user.email }
      const merged = mergeUserUpdate(base, mine, theirs)
      if (merged) return door.write(user, { name: merged.name })
      throw new UserConflict({ base, mine, theirs, theirVersion: user.version, changedBy: by, changedAt: at })
    })
  },
)

function signedIn({ id, email, name }: Actor): { id: string } & Person {
  if (id === null || email === null) throw new AppError('unauthenticated', 'Sign in first.')
  return { id, email, name }
}

function signedOut(): AppError {
  return new AppError('unauthenticated', 'You were signed out. Sign in to go on.')
}

async function refuseWeak({ currentPassword, newPassword }: PasswordChange, person: Person): Promise<void> {
  const isSame = currentPassword === newPassword
  const problem = isSame
    ? 'Choose one that differs from your current password.'
    : await passwordProblem(newPassword, person)
  if (problem) throw new AppError('weak_password', problem, { newPassword: [problem] })
}

const notYours = 'This is not your current password'

async function wrongPassword(actor: Actor, { user }: UserCredentials, { closesUntil }: BrakePass): Promise<AppError> {
  await recordRefusal(actor, {
    action: 'user.password-changed',
    subject: userSubject(user.id, `${user.name} <${user.email}>`),
    outcome: 'refused',
    code: 'invalid_credentials',
    details: closesUntil ? { closedUntil: closesUntil.toISOString() } : {},
  })
  return new AppError('invalid_credentials', notYours, { currentPassword: [notYours] })
}
