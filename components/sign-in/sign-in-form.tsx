'use client'

import { useActionState } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { PasswordField } from '@/components/ui/password-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'

type Values = { email: string; password: string }
type Props = {
  action: FormAction<Values>
  /** Where to go on afterwards */
  next: string | null
}

export function SignInForm({ action, next }: Props) {
  const [state, submit, isPending] = useActionState(action, { status: 'idle' })
  const failed = state.status === 'failed' ? state : null
  return (
    // Our own words at the fields, where the browser's would know fewer addresses than we do
    <form action={submit} noValidate aria-label="Sign in" className="grid gap-4">
      <FormMessage state={state} />
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <TextField
        name="email"
        label="Email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        size="lg"
        defaultValue={failed?.values.email}
        errors={failed?.fields.email}
      />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="current-password"
        size="lg"
        errors={failed?.fields.password}
      />
      <SubmitButton isPending={isPending} size="lg" isWide>
        Sign in
      </SubmitButton>
    </form>
  )
}
