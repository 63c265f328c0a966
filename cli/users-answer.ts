import { userJson } from '@/http/user-json'
import type { User } from '@/server/users/user'
import type { Answer } from './command'
import { facts, moment, table } from './layout'

/** One user, below a line that says what became of them, if anything. */
export function userAnswer(user: User, done?: string): Answer {
  const entries: [string, string][] = [
    ['id', user.id],
    ['role', user.role],
    ['status', user.statusReason === null ? user.status : `${user.status}: ${user.statusReason}`],
    ['version', String(user.version)],
    ['last sign-in', moment(user.lastSignInAt)],
    ['created', moment(user.createdAt)],
    ['updated', moment(user.updatedAt)],
  ]
  if (user.deletedAt !== null) entries.push(['deleted', moment(user.deletedAt)])
  const title = done ?? `${user.name} <${user.email}>`
  return { json: userJson(user), text: `${title}\n${facts(entries)}` }
}

type Page = { users: User[]; next: string | null; previous: string | null; limit: number }
type Count = { value: number; exact: boolean }

export function usersAnswer({ users, next, previous, limit, count }: Page & { count: Count | null }): Answer {
  const rows = users.map((user) => [
    user.id,
    user.name,
    user.email,
    user.role,
    user.deletedAt === null ? user.status : 'deleted',
    moment(user.lastSignInAt),
  ])
  const lines = [
    users.length > 0 ? table(['id', 'name', 'email', 'role', 'status', 'last sign-in'], rows) : 'Nobody matches.',
    ...(count === null ? [] : [`${count.value}${count.exact ? '' : ' or more'} in all`]),
    ...(next === null ? [] : [`There are more: --cursor ${next}`]),
  ]
  const page = { data: users.map(userJson), page: { next, previous, limit } }
  return { json: count === null ? page : { ...page, count }, text: lines.join('\n') }
}
