import type { Actor } from '@/server/auth/actor'
import { AppError, notFound } from '@/server/errors'
import { parse } from '@/server/parse'
import { canonicalEmail } from '@/server/users/email'
import { type User, userIdSchema, userUpdateSchema } from '@/server/users/user'
import { defaultUserQuery } from '@/server/users/user-filter'
import { listUsers } from '@/server/users/user-list-service'
import { getUser, getUserByEmail } from '@/server/users/user-service'

/**
 * The user with this id, or the live one with this address. Fails with `not_found`, or with `invalid_id` or
 * `invalid_email` for what is neither.
 */
export async function findUser(actor: Actor, idOrEmail: string): Promise<User> {
  return idOrEmail.includes('@') ? getUserByEmail(actor, parseEmail(idOrEmail)) : getUser(actor, parseId(idOrEmail))
}

/**
 * The same for one in the trash. Fails with `invalid_id` too where several there had the address; the message names
 * their ids.
 */
export async function findDeletedUser(actor: Actor, idOrEmail: string): Promise<User> {
  if (!idOrEmail.includes('@')) return findUser(actor, idOrEmail)
  const email = parseEmail(idOrEmail)
  const found = await listUsers(actor, { ...defaultUserQuery, q: email, deleted: 'only', limit: 100 })
  const holders = found.users.filter((user) => canonicalEmail(user.email) === canonicalEmail(email))
  const [holder, another] = holders
  if (!holder) throw notFound('deleted user')
  if (!another) return holder
  const message = `Several deleted users had this address. Take an id: ${holders.map((user) => user.id).join(', ')}`
  throw new AppError('invalid_id', message, { id: [message] })
}

function parseId(text: string): string {
  const id = userIdSchema.safeParse(text)
  if (id.success) return id.data
  const message = `“${text}” is neither the id of a user nor an email address.`
  throw new AppError('invalid_id', message, { id: [message] })
}

function parseEmail(text: string): string {
  return parse(userUpdateSchema.pick({ email: true }), { email: text }).email
}
