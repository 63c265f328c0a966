import { and, count, eq, gte, inArray, isNotNull, isNull, like, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { users } from '@/drizzle/schema'
import type { Database } from '@/server/platform/database'
import { canonicalEmail } from '@/server/users/email'
import { foldName, type User, type UserRole, type UserStatus } from '@/server/users/user'
import type { UserFilter } from '@/server/users/user-filter'

/** Named one by one: a column that is added later stays private until it is listed. */
export const userColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  status: users.status,
  statusReason: users.statusReason,
  statusUntil: users.statusUntil,
  mustChangePassword: users.mustChangePassword,
  version: users.version,
  lastSignInAt: users.lastSignInAt,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
  deletedAt: users.deletedAt,
}
const credentialColumns = { ...userColumns, passwordHash: users.passwordHash }

export type UserCredentials = { user: User; passwordHash: string | null }
export type UserFacets = { role: Record<UserRole, number>; status: Record<UserStatus, number>; exact: boolean }

/** Counting stops here: beyond it people want to know "many", and the rows must not wait for the number. */
export const countCap = 10_000

/** Rows in, rows out; no rules. Writes stand in `user-write-repository.ts`, which only the door may use. */
export function userRepository(db: Database) {
  return {
    async findById(id: string): Promise<User | null> {
      const [row] = await db.select(userColumns).from(users).where(eq(users.id, id))
      return row ?? null
    },

    /** The live account with this address; deleted ones may share it. */
    async findRoles(ids: readonly string[]): Promise<Map<string, UserRole>> {
      const rows = await db
        .select({ id: users.id, role: users.role })
        .from(users)
        .where(inArray(users.id, [...ids]))
      return new Map(rows.map(({ id, role }) => [id, role]))
    },

    async findByEmail(email: string): Promise<User | null> {
      const [row] = await db.select(userColumns).from(users).where(isLiveEmail(email))
      return row ?? null
    },

    async findCredentialsByEmail(email: string): Promise<UserCredentials | null> {
      const [row] = await db.select(credentialColumns).from(users).where(isLiveEmail(email))
      return row ? toCredentials(row) : null
    },

    /** Holds the row until the transaction ends, so the rule we check is about the row we change. */
    async lockById(id: string): Promise<User | null> {
      const [row] = await db.select(userColumns).from(users).where(eq(users.id, id)).for('update')
      return row ?? null
    },

    async lockCredentialsById(id: string): Promise<UserCredentials | null> {
      const [row] = await db.select(credentialColumns).from(users).where(eq(users.id, id)).for('update')
      return row ? toCredentials(row) : null
    },

    async hasOtherActiveAdministrator(exceptId: string): Promise<boolean> {
      const [row] = await db
        .select({ id: users.id })
        .from(users)
        .where(and(isActiveAdministrator, ne(users.id, exceptId)))
        .limit(1)
      return row !== undefined
    },

    /**
     * Whether there has ever been an administrator: set-up is over then, also when all are gone. One without a password,
     * such as a made-up one, has never been able to administer.
     */
    async hasAdministrator(): Promise<boolean> {
      const [row] = await db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.role, 'admin'), isNotNull(users.passwordHash)))
        .limit(1)
      return row !== undefined
    },

    async hasWorkingAdministrator(): Promise<boolean> {
      const [row] = await db
        .select({ id: users.id })
        .from(users)
        .where(and(isActiveAdministrator, isNotNull(users.passwordHash)))
        .limit(1)
      return row !== undefined
    },

    /** How many match; at most `cap`, and one more when there are more. */
    async count(filter: UserFilter, cap?: number): Promise<number> {
      const matching = db.select({ id: users.id }).from(users).where(matches(filter))
      const counted = (cap === undefined ? matching : matching.limit(cap + 1)).as('matching')
      const [row] = await db.select({ value: count() }).from(counted)
      return row?.value ?? 0
    },

    /** How many match per role and per status, each with its own filter put aside, over at most `cap` rows. */
    async countFacets(filter: UserFilter, cap: number): Promise<UserFacets> {
      const [byRole, byStatus] = await Promise.all([
        countBy(db, users.role, { ...filter, role: [] }, cap),
        countBy(db, users.status, { ...filter, status: [] }, cap),
      ])
      const of = (counted: Map<string, number>, value: string) => counted.get(value) ?? 0
      const total = (counted: Map<string, number>) => [...counted.values()].reduce((sum, value) => sum + value, 0)
      return {
        role: { admin: of(byRole, 'admin'), manager: of(byRole, 'manager'), user: of(byRole, 'user') },
        status: {
          active: of(byStatus, 'active'),
          suspended: of(byStatus, 'suspended'),
          locked: of(byStatus, 'locked'),
        },
        exact: total(byRole) <= cap && total(byStatus) <= cap,
      }
    },
  }
}

const isActiveAdministrator = and(eq(users.role, 'admin'), eq(users.status, 'active'), isNull(users.deletedAt))

function isLiveEmail(email: string): SQL | undefined {
  return and(eq(users.emailCanonical, canonicalEmail(email)), isNull(users.deletedAt))
}

function toCredentials({ passwordHash, ...user }: User & { passwordHash: string | null }): UserCredentials {
  return { user, passwordHash }
}

/** The condition of a filter. Every word of the search must stand in name or address, accents and case put aside. */
export function matches(filter: UserFilter): SQL | undefined {
  return and(
    filter.deleted === 'with'
      ? undefined
      : filter.deleted === 'only'
        ? isNotNull(users.deletedAt)
        : isNull(users.deletedAt),
    filter.role.length > 0 ? inArray(users.role, filter.role) : undefined,
    filter.status.length > 0 ? inArray(users.status, filter.status) : undefined,
    filter.createdAfter ? gte(users.createdAt, filter.createdAfter) : undefined,
    filter.createdBefore ? lt(users.createdAt, filter.createdBefore) : undefined,
    filter.lastSignInAfter ? gte(users.lastSignInAt, filter.lastSignInAfter) : undefined,
    filter.lastSignInBefore ? lt(users.lastSignInAt, filter.lastSignInBefore) : undefined,
    filter.neverSignedIn ? isNull(users.lastSignInAt) : undefined,
    ...words(filter.q).map(containsWord),
  )
}

function words(q: string): string[] {
  return q.split(/\s+/).filter(Boolean).slice(0, 8)
}

function containsWord(word: string): SQL | undefined {
  // Addresses keep their accents, names are stored without
  const forms = new Set([foldName(word), word.normalize('NFKC').toUpperCase().toLowerCase()])
  return or(...[...forms].map((form) => like(users.searchText, `%${form.replace(/[\\%_]/g, '\\$&')}%`)))
}

async function countBy(
  db: Database,
  column: typeof users.role | typeof users.status,
  filter: UserFilter,
  cap: number,
): Promise<Map<string, number>> {
  const counted = db
    .select({ value: sql<string>`${column}`.as('value') })
    .from(users)
    .where(matches(filter))
    .limit(cap + 1)
    .as('counted')
  const rows = await db.select({ value: counted.value, number: count() }).from(counted).groupBy(counted.value)
  return new Map(rows.map((row) => [row.value, row.number]))
}
