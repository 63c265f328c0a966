import type { Actor } from '@/server/auth/actor'
import type { User, UserRole } from '@/server/users/user'

type Asking = Pick<Actor, 'id' | 'role'>
type Asked = Pick<User, 'id' | 'role'>

const isAdmin = (actor: Asking) => actor.role === 'admin'
const isSelf = (actor: Asking, user: Asked) => actor.id !== null && actor.id === user.id
/** Managers look after users of role `user` only. */
const looksAfter = (actor: Asking, user: Asked) => isAdmin(actor) || (actor.role === 'manager' && user.role === 'user')

/** Who may do what to which user. Pure, so that pages may ask it too; services ask it again under the lock. */
export const userCan = {
  list: (actor: Asking) => actor.role !== 'user',
  view: (actor: Asking, user: Asked) => actor.role !== 'user' || isSelf(actor, user),
  create: (actor: Asking, role: UserRole) => isAdmin(actor) || (actor.role === 'manager' && role === 'user'),
  update: looksAfter,
  /** Nobody turns against the own account: whoever slips there could not take it back. */
  changeRole: (actor: Asking, user: Asked) => isAdmin(actor) && !isSelf(actor, user),
  changeStatus: (actor: Asking, user: Asked) => looksAfter(actor, user) && !isSelf(actor, user),
  delete: (actor: Asking, user: Asked) => looksAfter(actor, user) && !isSelf(actor, user),
  restore: looksAfter,
  setPassword: (actor: Asking, user: Asked) => looksAfter(actor, user) && !isSelf(actor, user),
  viewSessions: (actor: Asking, user: Asked) => looksAfter(actor, user) || isSelf(actor, user),
  endSessions: (actor: Asking, user: Asked) => looksAfter(actor, user) || isSelf(actor, user),
  viewHistory: looksAfter,
  manageTokensOfOthers: isAdmin,
}
