import { z } from 'zod'
import { parse } from '@/server/parse'
import { type UserRole, type UserStatus, userRoles, userStatuses } from '@/server/users/user'

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

const commaList = <Value extends string>(values: readonly Value[]) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(',').filter(Boolean))])
    .pipe(z.array(z.enum(values, { error: `Use ${values.join(', ')}` })))

const time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'Use a time such as 2026-11-22T12:00:00Z, or a date')
  .transform((text) => new Date(text))

const fields = {
  q: z
    .string()
    .max(200, 'Use at most 200 characters')
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'This can’t be searched for')
    .trim(),
  role: commaList(userRoles),
  status: commaList(userStatuses),
  deleted: z.enum(['without', 'with', 'only'], 'Use without, with or only'),
  created_after: time,
  created_before: time,
  last_sign_in_after: time,
  last_sign_in_before: time,
  last_sign_in: z.literal('never', 'Use never'),
  sort: z.enum(userSorts, { error: `Use ${userSorts.join(', ')}` }),
  order: z.enum(['asc', 'desc'], 'Use asc or desc'),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'Use a number from 1 to 100')
    .transform(Number)
    .pipe(z.number().min(1, 'Use a number from 1 to 100').max(100, 'Use a number from 1 to 100')),
  cursor: z.string().max(2000, 'This is not a cursor'),
  count: z.enum(['none', 'capped', 'exact'], 'Use none, capped or exact'),
}
type Params = { [Name in keyof typeof fields]?: z.output<(typeof fields)[Name]> }
const strictSchema = z.strictObject(fields).partial()

/** What the API is asked for. Fails with `invalid` and a message per wrong, unknown or repeated parameter. */
export function parseUserQuery(params: URLSearchParams): UserQuery {
  const given: Record<string, unknown> = {}
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    given[name] = values.length === 1 ? values[0] : values
  }
  return toQuery(parse(strictSchema, given))
}

/** What a page's URL asks for. A hand-edited URL falls back to the defaults; it never becomes an error page. */
export function readUserQuery(params: URLSearchParams): UserQuery {
  const readable = Object.entries(fields).flatMap(([name, schema]) => {
    const value = params.get(name)
    return value !== null && schema.safeParse(value).success ? [[name, value]] : []
  })
  return toQuery(strictSchema.parse(Object.fromEntries(readable)))
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

function toQuery(params: Params): UserQuery {
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
