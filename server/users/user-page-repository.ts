import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '@/drizzle/schema'
import { AppError } from '@/server/errors'
import type { Database } from '@/server/platform/database'
import { isStorableTime } from '@/server/storable-time'
import { canonicalEmail } from '@/server/users/email'
import { foldName, type User } from '@/server/users/user'
import type { UserQuery, UserSort } from '@/server/users/user-filter'
import { matches, userColumns } from '@/server/users/user-repository'

export type UserPage = { users: User[]; next: string | null; previous: string | null; limit: number }

/**
 * One page of the listing by keyset: the row after which it starts is in the cursor, so any page costs the same.
 * Ties are broken by id, so the order is total. Fails with `invalid` for a cursor of another order, or junk.
 */
export function userPageRepository(db: Database) {
  return {
    async find(query: UserQuery): Promise<UserPage> {
      const cursor = query.cursor === null ? null : readCursor(query.cursor, query)
      const found = await findRows(db, query, cursor)
      const isBefore = cursor?.before === true
      // Paging back has reached the top with less than a page: show the whole first page instead
      if (isBefore && found.length <= query.limit) return toPage(await findRows(db, query, null), query, null)
      return toPage(found, query, cursor)
    },
  }
}

type Cursor = { sort: UserSort; order: 'asc' | 'desc'; before: boolean; value: string; id: string }

function toPage(found: User[], query: UserQuery, cursor: Cursor | null): UserPage {
  const hasMore = found.length > query.limit
  const rows = found.slice(0, query.limit)
  const isBefore = cursor?.before === true
  if (isBefore) rows.reverse()
  const first = rows.at(0)
  const last = rows.at(-1)
  return {
    users: rows,
    next: last && (isBefore || hasMore) ? writeCursor(query, last, false) : null,
    previous: first && (isBefore ? hasMore : cursor !== null) ? writeCursor(query, first, true) : null,
    limit: query.limit,
  }
}

async function findRows(db: Database, query: UserQuery, cursor: Cursor | null): Promise<User[]> {
  const key = sortKeys[query.sort]
  // Reading back from a row is reading on in the other order
  const isAscending = (query.order === 'asc') !== (cursor?.before === true)
  const direction = isAscending ? asc : desc
  const comparison = isAscending ? sql`>` : sql`<`
  const isAfter =
    cursor === null
      ? undefined
      : sql`(${key.sql}, ${users.id}) ${comparison} (${key.parameter(cursor.value)}, ${cursor.id}::uuid)`
  return db
    .select(userColumns)
    .from(users)
    .where(and(matches(query), isAfter))
    .orderBy(direction(key.sql), direction(users.id))
    .limit(query.limit + 1)
}

type SortKey = { sql: SQL; of: (user: User) => string; parameter: (value: string) => SQL }

const never = '-infinity'
const plain = (value: string) => sql`${value}`
const moment = (value: string) => sql`${value}::timestamptz`
const sortKeys: Record<UserSort, SortKey> = {
  created: { sql: sql`${users.createdAt}`, of: (user) => user.createdAt.toISOString(), parameter: moment },
  name: { sql: sql`${users.nameFolded}`, of: (user) => foldName(user.name), parameter: plain },
  email: { sql: sql`${users.emailCanonical}`, of: (user) => canonicalEmail(user.email), parameter: plain },
  role: { sql: sql`${users.role}`, of: (user) => user.role, parameter: plain },
  status: { sql: sql`${users.status}`, of: (user) => user.status, parameter: plain },
  last_sign_in: {
    sql: sql`(coalesce(${users.lastSignInAt}, '-infinity'::timestamptz))`,
    of: (user) => user.lastSignInAt?.toISOString() ?? never,
    parameter: moment,
  },
}

const cursorSchema = z.tuple([z.string(), z.enum(['asc', 'desc']), z.boolean(), z.string().max(500), z.uuid()])

function writeCursor(query: UserQuery, user: User, before: boolean): string {
  const parts = [query.sort, query.order, before, sortKeys[query.sort].of(user), user.id]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

function readCursor(text: string, query: UserQuery): Cursor {
  const parts = cursorSchema.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  if (!parts.success) throw wrongCursor()
  const [sort, order, before, value, id] = parts.data
  const isTime = sort === 'created' || sort === 'last_sign_in'
  const isReadable = !isTime || value === never || isExactTime(value)
  if (sort !== query.sort || order !== query.order || !isReadable || value.includes('\0')) throw wrongCursor()
  return { sort: query.sort, order, before, value, id }
}

/** As `writeCursor` writes one, and nothing else that JavaScript would take for a time. */
function isExactTime(text: string): boolean {
  const time = new Date(text)
  return isStorableTime(time) && time.toISOString() === text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function wrongCursor(): AppError {
  const message = 'This cursor does not belong to this listing. Start again from the first page.'
  return new AppError('invalid', message, { cursor: [message] })
}
