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
import type { UserEdit } from './user-conflict'
import { UserConflictDialog } from './user-conflict-dialog'
import { UserConflictNotice } from './user-conflict-notice'
import { UserMovedNotice } from './user-moved-notice'

type Props = {
  user: Pick<User, 'name' | 'email' | 'version'>
  nameMax: number
  action: FormAction<UserEdit>
  /** Who has saved last, where the person may know */
  changedBy: string | null
}

/** Name and address. */
export function UserProfileForm({ user, nameMax, action, changedBy }: Props) {
  const id = useId()
  const saved: UserEdit = { version: String(user.version), name: user.name, email: user.email }
  const { draft, submit, isPending, errors, onInput, discard, tellConflict } = useFormDraft(saved, action)
  const { base, entered, edits, shown, conflict } = draft

  return (
    <Panel
      title="Profile"
      footer={<SaveBar form={id} edits={edits} isPending={isPending} onDiscard={() => discard()} />}
    >
      <form id={id} action={submit} noValidate aria-label="Profile" onInput={onInput} className="grid gap-4">
        <input type="hidden" name="version" value={base.version} />
        <FormMessage state={shown} />
        <div aria-live="polite" className="empty:hidden">
          {edits > 0 && conflict === 'none' && !isPending && Number(saved.version) > Number(base.version) ? (
            <UserMovedNotice base={base} saved={saved} changedBy={changedBy} />
          ) : null}
        </div>
        {shown.status === 'conflict' && conflict !== 'dialog' ? (
          <UserConflictNotice
            conflict={shown}
            onCompare={conflict === 'kept' ? () => tellConflict('dialog') : undefined}
          />
        ) : null}
        <div key={draft.revision} className="grid items-start gap-4 md:grid-cols-2">
          <TextField
            name="name"
            label="Name"
            limit={nameMax}
            defaultValue={entered.name}
            saved={base.name}
            errors={errors.name}
            autoComplete="off"
          />
          <TextField
            name="email"
            label="Email"
            type="email"
            defaultValue={entered.email}
            saved={base.email}
            errors={errors.email}
            autoComplete="off"
          />
        </div>
      </form>
      {shown.status === 'conflict' && conflict === 'dialog' ? (
        <UserConflictDialog
          conflict={shown}
          action={submit}
          isPending={isPending}
          onKeepEditing={() => tellConflict('kept')}
          onTakeTheirs={() => discard(shown.theirs)}
        />
      ) : null}
      <LeaveGuard unsaved={isPending ? 0 : edits} of={user.name} />
    </Panel>
  )
}
