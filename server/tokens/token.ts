import { z } from 'zod'
import { type UserRole, userNameSchema, userRoles } from '@/server/users/user'

/** What a program signs in with, without the secret itself: that is shown once. */
export type Token = {
  id: string
  userId: string
  userName: string
  userEmail: string
  name: string
  /** The most that it may do; its owner's role now is the other bound. */
  role: UserRole
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
}

export const tokenDaysMax = 366

export const tokenCreateSchema = z.strictObject({
  userId: z.uuid(),
  name: userNameSchema,
  role: z.enum(userRoles, 'Choose a role').optional(),
  /** Days until it ends. */
  expiresInDays: z.coerce
    .number('Enter a number of days')
    .int('Enter a whole number of days')
    .min(1, 'Enter 1 day or more')
    .max(tokenDaysMax, `Enter at most ${tokenDaysMax} days`)
    .default(90),
})
export type TokenCreate = z.infer<typeof tokenCreateSchema>

/** The smaller of two rights. */
export function lowerRole(one: UserRole, other: UserRole): UserRole {
  return userRoles.indexOf(one) > userRoles.indexOf(other) ? one : other
}
