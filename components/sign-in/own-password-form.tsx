'use client'

import { useActionState } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { PasswordField } from '@/components/ui/password-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { useActionToast } from '@/components/ui/use-action-toast'
import { passwordHint } from '@/server/auth/password'

type Values = { currentPassword: string; newPassword: string }
type Props = {
  action: FormAction<Values>
  /** Whose password it is: password managers keep the new one under it */
  email: string
  /** Where to go on afterwards */
  next: string | null
  size?: 'md' | 'lg'
}

export function OwnPasswordForm({ action, email, next, size = 'md' }: Props) {
  const [state, submit, isPending] = useActionState(action, { status: 'idle' })
  useActionToast(state, { failed: 'in-form' })
  const errors = state.status === 'failed' ? state.fields : {}
  return (
    <form action={submit} noValidate aria-label="Change password" className="grid gap-4">
      <FormMessage state={state} />
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <input hidden readOnly type="email" name="username" autoComplete="username" value={email} />
      <PasswordField
        name="currentPassword"
        label="Current password"
        autoComplete="current-password"
        size={size}
        errors={errors.currentPassword}
      />
      <PasswordField
        name="newPassword"
        label="New password"
        autoComplete="new-password"
        size={size}
        hint={passwordHint}
        errors={errors.newPassword}
      />
      <SubmitButton isPending={isPending} size={size} isWide={size === 'lg'} className="justify-self-start">
        Change password
      </SubmitButton>
    </form>
  )
}
