'use client'

import { useActionState, useId } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { Segments } from '@/components/ui/segments'
import { SubmitButton } from '@/components/ui/submit-button'
import { useActionToast } from '@/components/ui/use-action-toast'
import type { User, UserRole } from '@/server/users/user'
import { countWords, roleWords } from './user-words'

export type UserRoleFormProps = {
  user: Pick<User, 'role'>
  /** How many a new role would end */
  sessions: number
  action: FormAction<{ role: UserRole }>
}

const meanings: Record<UserRole, string> = {
  user: 'Users see their own account page.',
  manager: 'Managers see all users and change those with the role User.',
  admin: 'Admins do everything.',
}

const options = (['user', 'manager', 'admin'] as const).map((value) => ({ value, label: roleWords[value] }))

export function UserRoleForm({ user, sessions, action }: UserRoleFormProps) {
  const [state, submit, isPending] = useActionState(action, { status: 'idle' })
  useActionToast(state, { failed: 'in-form' })
  const id = useId()
  return (
    <form action={submit} aria-label="Role" className="grid gap-2">
      <FormMessage state={state} />
      <div className="flex flex-wrap items-center gap-2">
        {/* Drawn anew with the role, so that it shows the one that holds */}
        <Segments
          key={user.role}
          label="Role"
          isLabelHidden
          name="role"
          options={options}
          defaultValue={user.role}
          describedBy={id}
        />
        <SubmitButton variant="default" isPending={isPending}>
          Change role
        </SubmitButton>
      </div>
      <p id={id} className="text-ink-3 text-sm">
        {meanings[user.role]}{' '}
        {sessions === 0 ? 'A new role holds at once.' : `A new role ends ${countWords(sessions, 'session')}.`}
      </p>
    </form>
  )
}
