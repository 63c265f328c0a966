'use client'

import { KeyRound } from 'lucide-react'
import { useActionState } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { PasswordField } from '@/components/ui/password-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { useActionToast } from '@/components/ui/use-action-toast'
import { passwordHint } from '@/server/auth/password'
import { countWords } from './user-words'

export type UserPasswordFormProps = { email: string; sessions: number; action: FormAction<{ password: string }> }

export function UserPasswordForm({ email, sessions, action }: UserPasswordFormProps) {
  const [state, submit, isPending] = useActionState(action, { status: 'idle' })
  useActionToast(state, { failed: 'in-form' })
  return (
    <form action={submit} aria-label="Set a temporary password" className="grid gap-3 px-4 py-3">
      <div>
        <h3 className="font-medium">Set a temporary password</h3>
        <p className="text-ink-3 text-sm">
          {sessions === 0 ? '' : `Ends ${countWords(sessions, 'session')}. `}
          It must be changed at the next sign-in. API tokens of this user end too.
        </p>
      </div>
      <FormMessage state={state} />
      {/* Not sent: it tells a password manager whose password this is, or it would be kept as the administrator's own */}
      <input hidden readOnly type="email" autoComplete="username" value={email} />
      <div className="flex flex-wrap items-start gap-2">
        <PasswordField
          name="password"
          label="Temporary password"
          isLabelHidden
          hint={passwordHint}
          autoComplete="new-password"
          errors={state.status === 'failed' ? state.fields.password : undefined}
          className="min-w-56 flex-1"
        />
        <SubmitButton variant="danger" icon={<KeyRound />} isPending={isPending}>
          Set password
        </SubmitButton>
      </div>
    </form>
  )
}
