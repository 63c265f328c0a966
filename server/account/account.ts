import { z } from 'zod'
import { newPasswordSchema, passwordMax } from '@/server/users/user'

/** What one types to change one's own password. How good the new one is, `server/auth/password-policy.ts` says. */
export const passwordChangeSchema = z.object({
  currentPassword: z
    .string('Enter your current password')
    .min(1, 'Enter your current password')
    .max(passwordMax, 'This is not your current password'),
  newPassword: newPasswordSchema,
})
export type PasswordChange = z.infer<typeof passwordChangeSchema>
