import { z } from 'zod'
import { emailSchema } from '@/server/users/email'

export const userRoles = ['admin', 'manager', 'user'] as const
export type UserRole = (typeof userRoles)[number]
export const userStatuses = ['active', 'suspended', 'locked'] as const
export type UserStatus = (typeof userStatuses)[number]

/** A user as the whole program sees one: no password hash, so none can leak. */
export type User = {
  id: string
  name: string
  email: string
  role: UserRole
  status: UserStatus
  statusReason: string | null
  statusUntil: Date | null
  mustChangePassword: boolean
  /** Counts edits; signing in is none. */
  version: number
  lastSignInAt: Date | null
  createdAt: Date
  updatedAt: Date
  deletedAt: Date | null
}

export const userNameMax = 100
export const reasonMax = 500

// Formatting and control characters have no place in a line of text, but for the joiners that scripts need
const hiddenCharacter = /[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}]/u
const visibleCharacter = /[\p{L}\p{N}\p{P}\p{S}]/u

/** A person's name: one line, visible, at most 100 characters as people count them (code points). */
export const userNameSchema = z
  .string('Enter a name')
  .max(1000, { error: 'Use at most 100 characters', abort: true })
  .transform((text) => text.normalize('NFC').trim())
  .superRefine((name, context) => {
    const problem = nameProblem(name)
    if (problem) context.addIssue({ code: 'custom', message: problem, params: { code: 'invalid_name' } })
  })

function nameProblem(name: string): string | null {
  if (name === '') return 'Enter a name'
  if ([...name].length > userNameMax) return `Use at most ${userNameMax} characters`
  if (!name.isWellFormed() || hiddenCharacter.test(name)) return 'This name has characters that can’t be shown'
  if (!visibleCharacter.test(name)) return 'Enter a name that can be seen'
  return null
}

/** What the edit form may change. Role, status and password have their own forms and their own permissions. */
export const userUpdateSchema = z.strictObject({ name: userNameSchema, email: emailSchema })
export type UserUpdate = z.infer<typeof userUpdateSchema>

/** Refused here only when it could not be stored or hashed; how good it is, `server/auth/auth-password.ts` says. */
export const passwordMax = 256
export const newPasswordSchema = z
  .string('Enter a password')
  .min(1, 'Enter a password')
  .max(passwordMax, `Use at most ${passwordMax} characters`)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'This password has characters that can’t be typed')

export const userCreateSchema = z.strictObject({
  name: userNameSchema,
  email: emailSchema,
  role: z.enum(userRoles, 'Choose a role').default('user'),
  /** Absent: the account can’t be used until a password is set. */
  password: newPasswordSchema.optional(),
  mustChangePassword: z.boolean().default(true),
})
export type UserCreate = z.infer<typeof userCreateSchema>

/** Why a status was set: seen by administrators and managers. */
export const statusReasonSchema = z
  .string()
  .trim()
  .max(reasonMax, `Use at most ${reasonMax} characters`)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'This reason has characters that can’t be shown')
  .transform((text) => (text === '' ? null : text))

export const userIdSchema = z.uuid().transform((id) => id.toLowerCase())

/** Accents and case put aside, for search and for sorting: the same on every database, whatever its locale. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .toLowerCase()
}
