import { and, eq } from 'drizzle-orm'
import { users } from '@/drizzle/schema'
import type { Database } from '@/server/platform/database'
import { canonicalEmail } from '@/server/users/email'
import { foldName, type User, type UserRole, type UserStatus } from '@/server/users/user'
import { userColumns } from '@/server/users/user-repository'

export type NewUser = {
  id: string
  name: string
  email: string
  role: UserRole
  status: UserStatus
  passwordHash: string | null
  mustChangePassword: boolean
  createdAt: Date
}

/** What the door may change of a row. */
export type UserPatch = Partial<{
  name: string
  email: string
  role: UserRole
  status: UserStatus
  statusReason: string | null
  statusUntil: Date | null
  passwordHash: string
  mustChangePassword: boolean
  deletedAt: Date | null
}>

/** The only SQL that writes users. Only `user-changes.ts` may use it; `architecture.test.ts` holds that. */
export function userWriteRepository(db: Database) {
  return {
    async insert(user: NewUser): Promise<User> {
      const [row] = await db
        .insert(users)
        .values({
          ...user,
          nameFolded: foldName(user.name),
          emailCanonical: canonicalEmail(user.email),
          version: 1,
          updatedAt: user.createdAt,
        })
        .returning(userColumns)
      if (!row) throw new Error('an inserted user was not returned')
      return row
    },

    /** Null when `version` is no longer the current one. */
    async update(id: string, version: number, patch: UserPatch, updatedAt: Date): Promise<User | null> {
      const [row] = await db
        .update(users)
        .set({ ...patch, ...computed(patch), version: version + 1, updatedAt })
        .where(and(eq(users.id, id), eq(users.version, version)))
        .returning(userColumns)
      return row ?? null
    },

    /** No edit: the version stays. */
    async updateLastSignIn(id: string, lastSignInAt: Date): Promise<void> {
      await db.update(users).set({ lastSignInAt }).where(eq(users.id, id))
    },

    /** The same password under a stronger hash is no edit either. */
    async replaceHash(id: string, oldHash: string, newHash: string): Promise<void> {
      await db
        .update(users)
        .set({ passwordHash: newHash })
        .where(and(eq(users.id, id), eq(users.passwordHash, oldHash)))
    },
  }
}

/** The columns that follow from others. */
function computed({ name, email }: UserPatch) {
  return {
    ...(name === undefined ? {} : { nameFolded: foldName(name) }),
    ...(email === undefined ? {} : { emailCanonical: canonicalEmail(email) }),
  }
}
