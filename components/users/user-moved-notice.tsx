import { Notice } from '@/components/ui/notice'
import { nameInLabel } from '@/server/auth/actor'
import type { UserEdit } from './user-conflict'

type Props = {
  /** As it was when somebody began to type, and as it is now */
  base: UserEdit
  saved: UserEdit
  changedBy: string | null
}

const labels = { name: 'Name', email: 'Email' } as const

/** While a form is being edited: what somebody else has saved meanwhile. What was typed stays, and saving merges. */
export function UserMovedNotice({ base, saved, changedBy }: Props) {
  const moved = (['name', 'email'] as const).filter((field) => base[field] !== saved[field])
  if (moved.length === 0) return null
  return (
    <Notice tone="info">
      <p>
        <strong>
          {changedBy === null ? 'Somebody' : nameInLabel(changedBy)} changed this user while you were editing.
        </strong>{' '}
        What you typed is kept.
      </p>
      {moved.map((field) => (
        <p key={field} className="wrap-anywhere">
          {labels[field]} is now “<bdi>{saved[field]}</bdi>”.
        </p>
      ))}
    </Notice>
  )
}
