import { ApiError, askApi } from '@/components/ui/api-answer'
import type { User, UserRole, UserStatus } from '@/server/users/user'
import { type UserFilter, userQueryParams } from '@/server/users/user-query'

/** A user as the list gets one, from the page's first drawing and from the API alike: times as text. */
export type ListedUser = Pick<User, 'id' | 'name' | 'email' | 'role' | 'status' | 'statusReason'> & {
  statusUntil: string | null
  lastSignInAt: string | null
  createdAt: string
  deletedAt: string | null
}

export type UsersPage = {
  users: ListedUser[]
  next: string | null
  previous: string | null
  /** What time it was for the server, so that "3 min ago" is said by its clock */
  at: string
  /** The address named a place that is not in this list, so this is the first page */
  isPlaceLost: boolean
}

export type UsersCount = { value: number; exact: boolean }
export type UsersFacets = { role: Record<UserRole, number>; status: Record<UserStatus, number>; exact: boolean }

/** `asked` are the parameters of the address. A place that is lost leads to the first page, as it does on the server. */
export async function fetchUsersPage(asked: string, signal: AbortSignal): Promise<UsersPage> {
  try {
    return { ...(await fetchRows(asked, signal)), isPlaceLost: false }
  } catch (error) {
    const params = new URLSearchParams(asked)
    if (!(error instanceof ApiError) || error.failure.status !== 400 || !params.has('cursor')) throw error
    params.delete('cursor')
    return { ...(await fetchRows(params.toString(), signal)), isPlaceLost: true }
  }
}

export async function fetchUsersCount(filter: UserFilter, signal: AbortSignal): Promise<UsersCount> {
  const asked = userQueryParams({ ...filter, limit: 1, count: 'capped' })
  const { count }: { count: UsersCount } = await (await askApi(`/users?${asked}`, signal)).json()
  return count
}

export async function fetchUsersFacets(filter: UserFilter, signal: AbortSignal): Promise<UsersFacets> {
  return (await askApi(`/users/facets?${userQueryParams(filter)}`, signal)).json()
}

/** Null for whom there is no more, or who may not be seen. */
export async function fetchUser(id: string, signal: AbortSignal): Promise<ListedUser | null> {
  try {
    return await (await askApi(`/users/${id}`, signal)).json()
  } catch (error) {
    if (error instanceof ApiError && error.failure.status === 404) return null
    throw error
  }
}

async function fetchRows(asked: string, signal: AbortSignal): Promise<Omit<UsersPage, 'isPlaceLost'>> {
  const answer = await askApi(`/users?${asked}`, signal)
  const body: { data: ListedUser[]; page: { next: string | null; previous: string | null } } = await answer.json()
  return { users: body.data, ...body.page, at: timeOf(answer) }
}

/** The server's clock, rounded up to the second that its header leaves out. */
function timeOf(answer: Response): string {
  const date = Date.parse(answer.headers.get('date') ?? '')
  return new Date(Number.isNaN(date) ? Date.now() : date + 1000).toISOString()
}
