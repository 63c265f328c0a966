'use client'

import { useActionState } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { PasswordField } from '@/components/ui/password-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'
import { passwordHint } from '@/server/auth/password'

type Values = { name: string; email: string; password: string }
type Props = {
  action: FormAction<Values>
  /** What makes the link good */
  secret: string
}

export function SetUpForm({ action, secret }: Props) {
  const [state, submit, isPending] = useActionState(action, { status: 'idle' })
  const failed = state.status === 'failed' ? state : null
  return (
    <form action={submit} noValidate aria-label="Set up" className="grid gap-4">
      <FormMessage state={state} />
      <input type="hidden" name="secret" value={secret} />
      <TextField
        name="name"
        label="Name"
        autoComplete="name"
        size="lg"
        defaultValue={failed?.values.name}
        errors={failed?.fields.name}
      />
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
        autoComplete="new-password"
        size="lg"
        hint={passwordHint}
        errors={failed?.fields.password}
      />
      <SubmitButton isPending={isPending} size="lg" isWide>
        Create administrator
      </SubmitButton>
    </form>
  )
}
