import type { FieldValues } from '@/server/events/event'
import type { User } from '@/server/users/user'
import { plainValue } from '@/server/users/user-undo'
import type { UserPatch } from '@/server/users/user-write-repository'

/** Whether what was signed in before must not go on after this change. */
export function endsSessions(patch: UserPatch): boolean {
  const stopsWork = patch.status !== undefined && patch.status !== 'active'
  return stopsWork || patch.role !== undefined || patch.passwordHash !== undefined || patch.deletedAt instanceof Date
}

/** The fields that a change gives another value, before and after; a password appears as changed, never as it is. */
export function differences(user: User, patch: UserPatch): { before: FieldValues; after: FieldValues } {
  const before: FieldValues = {}
  const after: FieldValues = {}
  const { passwordHash, ...fields } = patch
  if (passwordHash !== undefined) {
    before.password = null
    after.password = 'changed'
  }
  const was: Record<string, unknown> = user
  for (const [field, value] of Object.entries(fields)) {
    const [from, to] = [plainValue(was[field]), plainValue(value)]
    if (from === to) continue
    before[field] = from
    after[field] = to
  }
  return { before, after }
}
