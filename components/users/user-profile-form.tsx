'use client'

import { useActionState, useId, useState } from 'react'
import { LeaveGuard } from '@/components/layout/leave-guard'
import type { FormAction } from '@/components/ui/action-state'
import { Button } from '@/components/ui/button'
import { FormMessage } from '@/components/ui/form-message'
import { Panel } from '@/components/ui/panel'
import { Dot } from '@/components/ui/status-mark'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'
import { useActionToast } from '@/components/ui/use-action-toast'
import type { User } from '@/server/users/user'
import { UserConflictDialog } from './user-conflict-dialog'
import { UserConflictNotice } from './user-conflict-notice'
import { countEdits, discardDraft, followDraft, idle, startDraft, type UserEdit } from './user-draft'
import { countWords } from './user-words'

type Props = {
  user: Pick<User, 'name' | 'email' | 'version'>
  nameMax: number
  action: FormAction<UserEdit>
}

/** Name and address. What was typed stays until it is saved or discarded, whatever happens behind the form. */
export function UserProfileForm({ user, nameMax, action }: Props) {
  const id = useId()
  const saved: UserEdit = { version: String(user.version), name: user.name, email: user.email }
  const [answer, submit, isPending] = useActionState(action, idle)
  const [kept, setDraft] = useState(() => startDraft(saved, answer))
  const draft = followDraft(kept, saved, answer)
  if (draft !== kept) setDraft(draft)
  useActionToast(answer, { failed: 'in-form' })

  const { base, entered, edits, shown } = draft
  const errors = shown.status === 'failed' ? shown.fields : {}

  return (
    <Panel
      title="Profile"
      footer={
        <>
          {edits > 0 ? (
            <span className="flex items-center gap-2">
              <Dot tone="accent" />
              {countWords(edits, 'change')} not saved
            </span>
          ) : null}
          <span className="ms-auto flex gap-2 max-md:w-full max-md:[&>*]:h-10 max-md:[&>*]:flex-1">
            {edits > 0 ? (
              <Button variant="quiet" onClick={() => setDraft(discardDraft(draft, saved))}>
                Discard
              </Button>
            ) : null}
            <SubmitButton form={id} isPending={isPending}>
              Save changes
            </SubmitButton>
          </span>
        </>
      }
    >
      <form
        id={id}
        action={submit}
        noValidate
        aria-label="Profile"
        onInput={(event) => {
          const now = new FormData(event.currentTarget)
          const typed = { name: String(now.get('name')), email: String(now.get('email')) }
          setDraft({ ...draft, edits: countEdits(base, typed) })
        }}
      >
        <input type="hidden" name="version" value={base.version} />
        <div className="grid gap-4">
          <FormMessage state={shown} />
          {shown.status === 'conflict' && draft.conflict !== 'dialog' ? (
            <UserConflictNotice
              conflict={shown}
              onCompare={draft.conflict === 'kept' ? () => setDraft({ ...draft, conflict: 'dialog' }) : undefined}
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
        </div>
      </form>
      {shown.status === 'conflict' && draft.conflict === 'dialog' ? (
        <UserConflictDialog
          conflict={shown}
          action={submit}
          isPending={isPending}
          onKeepEditing={() => setDraft({ ...draft, conflict: 'kept' })}
          onTakeTheirs={() => setDraft(discardDraft(draft, shown.theirs))}
        />
      ) : null}
      <LeaveGuard unsaved={isPending ? 0 : edits} of={user.name} />
    </Panel>
  )
}
