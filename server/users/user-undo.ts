import type { Actor } from '@/server/auth/actor'
import type { Change, FieldValues } from '@/server/events/event'
import type { User } from '@/server/users/user'
import { userCan } from '@/server/users/user-policy'

/** One field that undoing would bring back, or why it can't. */
export type UndoField = { field: string; from: FieldValues[string]; to: FieldValues[string]; kept: UndoKept | null }
/** `changed-since`: somebody has given it another value meanwhile; `secret`: nobody knows what it was. */
export type UndoKept = 'changed-since' | 'secret'

/** Undoing a creation is putting the account into the trash. */
export const deletion = 'now'

/**
 * The inverse of a change, field by field, onto the user as they are now. A field that has another value than the
 * change gave it stays as it is.
 */
export function inverseOf(change: Change, user: User): UndoField[] {
  const now: Record<string, unknown> = user
  const isCreation = change.version === 1 && Object.keys(change.before).length === 0
  if (isCreation) {
    const kept = user.version === 1 ? null : 'changed-since'
    return [{ field: 'deletedAt', from: plainValue(user.deletedAt), to: deletion, kept }]
  }
  const isSecret = (field: string) =>
    field === 'password' || (field === 'mustChangePassword' && 'password' in change.after)
  return Object.entries(change.after).map(([field, after]) => {
    const to = change.before[field] ?? null
    if (isSecret(field)) return { field, from: after, to, kept: 'secret' }
    const from = plainValue(now[field])
    return { field, from, to, kept: from === after ? null : 'changed-since' }
  })
}

/** Whether the actor may bring each of these fields back: the right is that of the inverse change. */
export function mayUndo(actor: Actor, user: User, fields: UndoField[]): boolean {
  return fields.every(({ field, to }) => {
    if (field === 'name' || field === 'email') return userCan.update(actor, user)
    if (field === 'role') return userCan.changeRole(actor, user)
    if (field.startsWith('status')) return userCan.changeStatus(actor, user)
    if (field === 'deletedAt') return to === null ? userCan.restore(actor, user) : userCan.delete(actor, user)
    return userCan.setPassword(actor, user)
  })
}

/** A field's value as it stands in a change record. */
export function plainValue(value: unknown): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}
