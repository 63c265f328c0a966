'use client'

import { useId } from 'react'
import { LeaveGuard } from '@/components/layout/leave-guard'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { Panel } from '@/components/ui/panel'
import { SaveBar } from '@/components/ui/save-bar'
import { TextField } from '@/components/ui/text-field'
import { useFormDraft } from '@/components/ui/use-form-draft'
import type { User } from '@/server/users/user'

export type OwnEdit = { version: string; name: string }

type Props = {
  user: Pick<User, 'name' | 'email' | 'version'>
  nameMax: number
  action: FormAction<OwnEdit>
}

export function AccountNameForm({ user, nameMax, action }: Props) {
  const id = useId()
  const saved: OwnEdit = { version: String(user.version), name: user.name }
  const { draft, submit, isPending, errors, onInput, discard } = useFormDraft(saved, action)
  const { base, entered, edits, shown } = draft
  return (
    <Panel
      title="Profile"
      footer={<SaveBar form={id} edits={edits} isPending={isPending} onDiscard={() => discard()} />}
    >
      <form id={id} action={submit} noValidate aria-label="Profile" onInput={onInput} className="grid gap-4">
        <input type="hidden" name="version" value={base.version} />
        <FormMessage state={shown} />
        <TextField
          key={draft.revision}
          name="name"
          label="Name"
          limit={nameMax}
          defaultValue={entered.name}
          saved={base.name}
          errors={errors.name}
          autoComplete="name"
        />
        <TextField
          name="email"
          label="Email"
          defaultValue={user.email}
          errors={undefined}
          hint="Addresses are changed by administrators."
          disabled
        />
      </form>
      <LeaveGuard unsaved={isPending ? 0 : edits} of="your profile" />
    </Panel>
  )
}
