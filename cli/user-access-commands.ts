import { z } from 'zod'
import type { Actor } from '@/server/auth/actor'
import { parse } from '@/server/parse'
import { statusReasonSchema, userCreateSchema } from '@/server/users/user'
import {
  changeUserRole,
  lockUser,
  reactivateUser,
  setUserPassword,
  suspendUser,
  unlockUser,
} from '@/server/users/user-access-service'
import type { Changed } from '@/server/users/user-changes'
import { deleteUser, restoreUser } from '@/server/users/user-service'
import { type Answer, type Command, UsageError } from './command'
import { findDeletedUser, findUser } from './find-user'
import { readPassword } from './standard-input'
import { userAnswer } from './users-answer'

const suspend = statusCommand(
  'suspend',
  'suspended',
  'Stop a user from signing in, and end their sessions',
  suspendUser,
)
const reactivate = statusCommand('reactivate', 'reactivated', 'End a suspension or a lock', reactivateUser)
const lock = statusCommand('lock', 'locked', 'The same as suspend, for a danger to the account', lockUser)
const unlock = statusCommand('unlock', 'unlocked', 'End a lock, and only that', unlockUser)

const role: Command = {
  name: 'users role',
  parameters: ['ID', 'ROLE'],
  about: 'Give a user a role (admin, manager, user), and end their sessions',
  options: {},
  async run({ actor, argument }) {
    const { role: wanted } = parse(roleSchema, { role: argument('ROLE') })
    const { id } = await findUser(actor, argument('ID'))
    return changedAnswer(await changeUserRole(actor, id, wanted), `is now ${wanted}`)
  },
}

const password: Command = {
  name: 'users password',
  parameters: ['ID'],
  about: 'Set a password that must be changed at the next sign-in, and end the user’s sessions',
  options: { 'password-stdin': { about: 'Read the password from standard input' } },
  async run({ actor, argument, has }) {
    if (!has('password-stdin')) throw new UsageError('--password-stdin is missing.', this.name)
    const asked = parse(passwordSchema, { password: await readPassword() })
    const { id } = await findUser(actor, argument('ID'))
    return changedAnswer(await setUserPassword(actor, id, asked.password), 'has a new password')
  },
}

const remove: Command = {
  name: 'users delete',
  parameters: ['ID'],
  about: 'Put a user into the trash, and end their sessions',
  options: {},
  async run({ actor, argument }) {
    const { id } = await findUser(actor, argument('ID'))
    return changedAnswer(await deleteUser(actor, id), 'was deleted')
  },
}

const restore: Command = {
  name: 'users restore',
  parameters: ['ID'],
  about: 'Take a user out of the trash',
  options: {},
  async run({ actor, argument }) {
    const { id } = await findDeletedUser(actor, argument('ID'))
    return changedAnswer(await restoreUser(actor, id), 'was restored')
  },
}

export const userAccessCommands: Command[] = [suspend, reactivate, lock, unlock, role, password, remove, restore]

const roleSchema = userCreateSchema.pick({ role: true })
const passwordSchema = userCreateSchema.pick({ password: true }).required()
const reasonSchema = z.object({ reason: statusReasonSchema })

function statusCommand(
  verb: string,
  done: string,
  about: string,
  change: (actor: Actor, id: string, reason: string | null) => Promise<Changed>,
): Command {
  return {
    name: `users ${verb}`,
    parameters: ['ID'],
    about,
    options: { reason: { value: 'TEXT', about: 'Why, for whoever looks at the user later' } },
    async run({ actor, argument, option }) {
      const { reason } = parse(reasonSchema, { reason: option('reason') ?? '' })
      const { id } = await findUser(actor, argument('ID'))
      return changedAnswer(await change(actor, id, reason), `was ${done}`)
    },
  }
}

function changedAnswer({ user, eventId, endedSessions }: Changed, done: string): Answer {
  const sessions = endedSessions > 0 ? ` Sessions ended: ${endedSessions}.` : ''
  const outcome = eventId === null ? 'needed no change: it was so already' : done
  return userAnswer(user, `${user.name} <${user.email}> ${outcome}.${sessions}`)
}
