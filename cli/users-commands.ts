import { z } from 'zod'
import { parse } from '@/server/parse'
import { userCreateSchema, userUpdateSchema } from '@/server/users/user'
import { parseUserQuery } from '@/server/users/user-filter'
import { listUsers } from '@/server/users/user-list-service'
import { createUser, updateUser } from '@/server/users/user-service'
import { paramsOf } from './asked-params'
import { type Command, UsageError } from './command'
import { findUser } from './find-user'
import { readPassword } from './standard-input'
import { userAnswer, usersAnswer } from './users-answer'

const list: Command = {
  name: 'users list',
  parameters: [],
  about: 'List users, a page at a time',
  options: {
    q: { value: 'WORDS', about: 'Part of the name or the address; every word must be found' },
    role: { value: 'ROLE,…', about: 'admin, manager, user' },
    status: { value: 'STATUS,…', about: 'active, suspended, locked' },
    deleted: { value: 'HOW', about: 'with or only; without, unless given' },
    'created-after': { value: 'TIME', about: 'A date, or a time such as 2026-11-22T12:00:00Z' },
    'created-before': { value: 'TIME', about: 'The same' },
    'last-sign-in-after': { value: 'TIME', about: 'The same' },
    'last-sign-in-before': { value: 'TIME', about: 'The same' },
    'last-sign-in': { value: 'never', about: 'Those who have never signed in' },
    sort: { value: 'BY', about: 'created, name, email, role, status, last_sign_in' },
    order: { value: 'ORDER', about: 'asc or desc' },
    limit: { value: 'N', about: 'How many on a page: 1 to 100' },
    cursor: { value: 'CURSOR', about: 'Which page: as it stands below the one before' },
    count: { value: 'HOW', about: 'Count them too: capped (at 10,000) or exact' },
  },
  async run(input) {
    return usersAnswer(await listUsers(input.actor, parseUserQuery(paramsOf(this, input))))
  },
}

const get: Command = {
  name: 'users get',
  parameters: ['ID'],
  about: 'Show a user',
  options: {},
  async run({ actor, argument }) {
    return userAnswer(await findUser(actor, argument('ID')))
  },
}

const create: Command = {
  name: 'users create',
  parameters: ['NAME', 'EMAIL'],
  about: 'Make a user',
  options: {
    role: { value: 'ROLE', about: 'admin, manager or user; user, unless given' },
    'password-stdin': { about: 'Read the password from standard input; without one nobody can sign in yet' },
    'own-password': { about: 'The password is the person’s own: it need not be changed at the first sign-in' },
  },
  async run(input) {
    const [hasPassword, isOwn] = [input.has('password-stdin'), input.has('own-password')]
    if (isOwn && !hasPassword) throw new UsageError('--own-password goes together with --password-stdin.', this.name)
    const asked = {
      name: input.argument('NAME'),
      email: input.argument('EMAIL'),
      role: input.option('role'),
      ...(hasPassword ? { password: await readPassword() } : {}),
      mustChangePassword: !isOwn,
    }
    const { user } = await createUser(input.actor, parse(userCreateSchema, asked))
    const next = hasPassword
      ? ''
      : ` Nobody can sign in yet: set a password with roster users password ${user.email} --password-stdin`
    return userAnswer(user, `${user.name} <${user.email}> was created.${next}`)
  },
}

const update: Command = {
  name: 'users update',
  parameters: ['ID'],
  about: 'Change the name or the address of a user',
  options: {
    name: { value: 'NAME', about: 'The new name' },
    email: { value: 'EMAIL', about: 'The new address' },
    version: { value: 'N', about: 'The version you have seen: refused if the same field was changed since' },
  },
  async run(input) {
    const [name, email] = [input.option('name'), input.option('email')]
    if (name === undefined && email === undefined) throw new UsageError('Give --name, --email or both.', this.name)
    const known = await findUser(input.actor, input.argument('ID'))
    const edit = parse(userUpdateSchema, { name: name ?? known.name, email: email ?? known.email })
    const { version = known.version } = parse(versionSchema, { version: input.option('version') })
    const { user, eventId } = await updateUser(input.actor, known.id, version, edit)
    return userAnswer(user, `${user.name} <${user.email}> ${eventId === null ? 'was so already.' : 'was saved.'}`)
  },
}

const versionSchema = z.object({
  version: z
    .stringFormat('version', /^[1-9]\d{0,8}$/, 'Use a whole number, 1 or more')
    .transform(Number)
    .optional(),
})

export const usersCommands: Command[] = [list, get, create, update]
