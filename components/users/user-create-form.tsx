'use client'

import { useActionState } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { ButtonLink } from '@/components/ui/button-link'
import { FormMessage } from '@/components/ui/form-message'
import { Panel } from '@/components/ui/panel'
import { PasswordField } from '@/components/ui/password-field'
import { Segments } from '@/components/ui/segments'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'
import type { UserRole } from '@/server/users/user'
import { roleWords } from './user-words'

/** What the form sends; the password never comes back. */
export type UserEntry = { name: string; email: string; role: UserRole; password: string }

type Props = {
  nameMax: number
  /** The roles that this person may give; with one there is nothing to choose */
  roles: readonly UserRole[]
  action: FormAction<UserEntry>
}

export function UserCreateForm({ nameMax, roles, action }: Props) {
  const [state, submit, isPending] = useActionState(action, { status: 'idle' })
  const errors = state.status === 'failed' ? state.fields : {}
  const typed = state.status === 'failed' ? state.values : {}
  return (
    <form action={submit} noValidate aria-label="New user" className="max-w-160">
      <Panel
        title="Account"
        footer={
          <span className="ms-auto flex gap-2 max-md:w-full max-md:[&>*]:h-10 max-md:[&>*]:flex-1">
            <ButtonLink variant="quiet" href="/users">
              Cancel
            </ButtonLink>
            <SubmitButton isPending={isPending}>Create user</SubmitButton>
          </span>
        }
      >
        <div className="grid gap-4">
          <FormMessage state={state} />
          <TextField
            name="name"
            label="Name"
            limit={nameMax}
            defaultValue={typed.name}
            errors={errors.name}
            autoComplete="off"
          />
          <TextField
            name="email"
            label="Email"
            type="email"
            defaultValue={typed.email}
            errors={errors.email}
            autoComplete="off"
          />
          {roles.length > 1 ? (
            <Segments
              key={typed.role}
              label="Role"
              name="role"
              options={roles.map((value) => ({ value, label: roleWords[value] }))}
              defaultValue={typed.role ?? 'user'}
            />
          ) : (
            <div>
              <p className="font-medium">Role</p>
              <p className="text-ink-3">User. Other roles are given by administrators.</p>
            </div>
          )}
          <PasswordField
            name="password"
            label="Password"
            hint="Optional. They must change it at the first sign-in; without one they can’t sign in yet."
            autoComplete="new-password"
            errors={errors.password}
          />
        </div>
      </Panel>
    </form>
  )
}
