'use client'

import { ArchiveRestore, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useActionState } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { keepFocus } from '@/components/ui/keep-focus'
import { linkLook } from '@/components/ui/link-look'
import { Notice } from '@/components/ui/notice'
import { SubmitButton } from '@/components/ui/submit-button'
import { useActionToast } from '@/components/ui/use-action-toast'
import type { User } from '@/server/users/user'
import { countWords } from './user-words'

type NoFields = Record<never, never>

export type UserTrashFormProps = {
  user: Pick<User, 'name' | 'email' | 'deletedAt'>
  sessions: number
  /** Who has the address of a deleted user now */
  addressHolder: Pick<User, 'id' | 'name'> | null
  deleteUser: FormAction<NoFields>
  restoreUser: FormAction<NoFields>
}

/** Into the trash, and out of it again. */
export function UserTrashForm({ user, sessions, addressHolder, deleteUser, restoreUser }: UserTrashFormProps) {
  const [deleted, submitDelete, isDeleting] = useActionState(deleteUser, { status: 'idle' })
  const [restored, submitRestore, isRestoring] = useActionState(restoreUser, { status: 'idle' })
  useActionToast(deleted, { failed: 'in-form' })
  useActionToast(restored, { failed: 'in-form' })
  const isDeleted = user.deletedAt !== null
  const ends = sessions === 0 ? 'Goes' : `Ends ${countWords(sessions, 'session')} and goes`

  return (
    <div
      tabIndex={-1}
      className="outline-none"
      ref={(element) => {
        keepFocus(element, deleted)
        keepFocus(element, restored)
      }}
    >
      {isDeleted ? (
        <form action={submitRestore} aria-label="Restore" className="grid gap-3 px-4 py-3">
          {restored.status === 'failed' ? null : <AddressTaken email={user.email} holder={addressHolder} />}
          <FormMessage state={restored} />
          <Line title="Restore" text="The account comes back as it was. Sessions that were ended stay ended.">
            <SubmitButton variant="default" icon={<ArchiveRestore />} isPending={isRestoring}>
              Restore
            </SubmitButton>
          </Line>
        </form>
      ) : (
        // Not asked about: it says what it does, and the toast and the page that follows hold the way back
        <form action={submitDelete} aria-label="Delete" className="grid gap-3 px-4 py-3">
          <FormMessage state={deleted} />
          <Line
            title="Delete"
            text={`${ends} to the trash, from where it can be restored. The address can be used again.`}
          >
            <SubmitButton variant="danger" icon={<Trash2 />} isPending={isDeleting}>
              Delete
            </SubmitButton>
          </Line>
        </form>
      )}
    </div>
  )
}

function AddressTaken({ email, holder }: { email: string; holder: UserTrashFormProps['addressHolder'] }) {
  if (!holder) return null
  return (
    <Notice tone="warn">
      <bdi>{email}</bdi> now belongs to{' '}
      <Link href={`/users/${holder.id}`} className={linkLook}>
        <bdi>{holder.name}</bdi>
      </Link>
      . Change or delete that account first, then restore this one.
    </Notice>
  )
}

function Line({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-48 flex-1">
        <h3 className="font-medium">{title}</h3>
        <p className="text-pretty text-ink-3 text-sm">{text}</p>
      </div>
      {children}
    </div>
  )
}
