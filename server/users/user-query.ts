import { isStorableTime } from '@/server/storable-time'
import type { UserRole, UserStatus } from '@/server/users/user'

/*
  What a list of users is asked for, and how that stands in an address. Pages in the browser import this file, so it
  brings no zod along; how strictly the API reads the same parameters is in `user-filter.ts`.
*/

export const userSorts = ['created', 'name', 'email', 'role', 'status', 'last_sign_in'] as const
export type UserSort = (typeof userSorts)[number]
export type SortOrder = 'asc' | 'desc'
export const userPageLimits = [25, 50, 100] as const

/** Which users are asked for. */
export type UserFilter = {
  q: string
  role: UserRole[]
  status: UserStatus[]
  deleted: 'without' | 'with' | 'only'
  createdAfter: Date | null
  createdBefore: Date | null
  lastSignInAfter: Date | null
  lastSignInBefore: Date | null
  neverSignedIn: boolean
}

/** A page of them: the state of the listing, as it stands in the URL of the page and of the API alike. */
export type UserQuery = UserFilter & {
  sort: UserSort
  order: SortOrder
  limit: number
  cursor: string | null
  count: 'none' | 'capped' | 'exact'
}

/** Parameters as they stand in an address, each read. */
export type UserQueryValues = {
  q?: string
  role?: UserRole[]
  status?: UserStatus[]
  deleted?: UserFilter['deleted']
  created_after?: Date
  created_before?: Date
  last_sign_in_after?: Date
  last_sign_in_before?: Date
  last_sign_in?: 'never'
  sort?: UserSort
  order?: SortOrder
  limit?: number
  cursor?: string
  count?: UserQuery['count']
}

/** What a page's URL asks for. A hand-edited URL falls back to the defaults; it never becomes an error page. */
export function readUserQuery(params: URLSearchParams): UserQuery {
  const read = <Value>(name: keyof UserQueryValues, reader: (text: string) => Value | undefined) => {
    const text = params.get(name)
    return text === null ? undefined : reader(text)
  }
  return toUserQuery({
    q: read('q', readWords),
    role: read('role', (text) => readList(text, roles)),
    status: read('status', (text) => readList(text, statuses)),
    deleted: read('deleted', (text) => (['without', 'with', 'only'] as const).find((value) => value === text)),
    created_after: read('created_after', readTime),
    created_before: read('created_before', readTime),
    last_sign_in_after: read('last_sign_in_after', readTime),
    last_sign_in_before: read('last_sign_in_before', readTime),
    last_sign_in: read('last_sign_in', (text) => (text === 'never' ? text : undefined)),
    sort: read('sort', (text) => userSorts.find((sort) => sort === text)),
    order: read('order', (text) => (['asc', 'desc'] as const).find((order) => order === text)),
    limit: read('limit', (text) => userPageLimits.find((limit) => String(limit) === text)),
    cursor: read('cursor', (text) => (text.length <= cursorMax ? text : undefined)),
    count: read('count', (text) => (['none', 'capped', 'exact'] as const).find((count) => count === text)),
  })
}

/** The way back. Defaults are left out, so equal listings have equal URLs. */
export function userQueryParams(query: Partial<UserQuery>): URLSearchParams {
  const all: Record<string, string | undefined> = {
    q: query.q,
    role: query.role?.join(','),
    status: query.status?.join(','),
    deleted: query.deleted === 'without' ? undefined : query.deleted,
    created_after: query.createdAfter?.toISOString(),
    created_before: query.createdBefore?.toISOString(),
    last_sign_in_after: query.lastSignInAfter?.toISOString(),
    last_sign_in_before: query.lastSignInBefore?.toISOString(),
    last_sign_in: query.neverSignedIn ? 'never' : undefined,
    sort: query.sort === defaultUserQuery.sort ? undefined : query.sort,
    order: query.order === defaultOrder(query.sort ?? defaultUserQuery.sort) ? undefined : query.order,
    limit: query.limit === defaultUserQuery.limit ? undefined : query.limit?.toString(),
    cursor: query.cursor ?? undefined,
    count: query.count === 'none' ? undefined : query.count,
  }
  return new URLSearchParams(Object.entries(all).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** Times newest first, words from A. */
export function defaultOrder(sort: UserSort): SortOrder {
  return sort === 'created' || sort === 'last_sign_in' ? 'desc' : 'asc'
}

export function isFiltered(query: UserFilter): boolean {
  return userQueryParams({ ...defaultUserQuery, ...filterOf(query) }).size > 0
}

export function filterOf(query: UserFilter): UserFilter {
  const { q, role, status, deleted, createdAfter, createdBefore } = query
  const { lastSignInAfter, lastSignInBefore, neverSignedIn } = query
  return { q, role, status, deleted, createdAfter, createdBefore, lastSignInAfter, lastSignInBefore, neverSignedIn }
}

export const defaultUserQuery: UserQuery = {
  q: '',
  role: [],
  status: [],
  deleted: 'without',
  createdAfter: null,
  createdBefore: null,
  lastSignInAfter: null,
  lastSignInBefore: null,
  neverSignedIn: false,
  sort: 'created',
  order: 'desc',
  limit: 25,
  cursor: null,
  count: 'none',
}

export function toUserQuery(params: UserQueryValues): UserQuery {
  const sort = params.sort ?? defaultUserQuery.sort
  return {
    q: params.q ?? '',
    role: params.role ?? [],
    status: params.status ?? [],
    deleted: params.deleted ?? 'without',
    createdAfter: params.created_after ?? null,
    createdBefore: params.created_before ?? null,
    lastSignInAfter: params.last_sign_in_after ?? null,
    lastSignInBefore: params.last_sign_in_before ?? null,
    neverSignedIn: params.last_sign_in === 'never',
    sort,
    order: params.order ?? defaultOrder(sort),
    limit: params.limit ?? defaultUserQuery.limit,
    cursor: params.cursor || null,
    count: params.count ?? 'none',
  }
}

/** The values of the noun, which stands with its schemas in `user.ts`. The types see to it that none is missing. */
const roles: Record<UserRole, true> = { admin: true, manager: true, user: true }
const statuses: Record<UserStatus, true> = { active: true, suspended: true, locked: true }

export const queryWordsMax = 200
export const cursorMax = 2000

function readWords(text: string): string | undefined {
  return text.length <= queryWordsMax && text.isWellFormed() && !text.includes('\0') ? text.trim() : undefined
}

/** All or nothing: half a wrong list would be a list that nobody asked for. */
function readList<Value extends string>(text: string, known: Record<Value, true>): Value[] | undefined {
  const isKnown = (value: string): value is Value => Object.hasOwn(known, value)
  const values = [...new Set(text.split(',').filter(Boolean))]
  return values.every(isKnown) ? values : undefined
}

const timeForm = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/

function readTime(text: string): Date | undefined {
  const [, day] = timeForm.exec(text) ?? []
  const time = new Date(text)
  if (day === undefined || !isStorableTime(time)) return undefined
  // Date takes 30 February for 2 March
  return new Date(day).toISOString().startsWith(day) ? time : undefined
}
