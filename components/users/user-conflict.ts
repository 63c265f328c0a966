import type { ActionState } from '@/components/ui/action-state'
import { nameInLabel } from '@/server/auth/actor'
import { mergeField } from '@/server/users/user-merge'

/** The fields of the profile form as they are sent: `version` is the one that the form was made on. */
export type UserEdit = { version: string; name: string; email: string }

export type Conflict = ActionState<UserEdit> & { status: 'conflict' }

type Name = 'name' | 'email'

/** One field of a conflict. `settled` is what it becomes where only one side changed it; null where somebody must choose. */
export type ConflictField = {
  name: Name
  label: string
  base: string | undefined
  mine: string
  theirs: string
  settled: string | null
}

const labels: Record<Name, string> = { name: 'Name', email: 'Email' }

export function conflictFields({ base, mine, theirs }: Conflict): ConflictField[] {
  return (['name', 'email'] as const).map((name) => ({
    name,
    label: labels[name],
    base: base[name],
    mine: mine[name],
    theirs: theirs[name],
    settled: mergeField(base[name], mine[name], theirs[name]),
  }))
}

/** "Amara Okafor" and "Amara’s". */
export function conflictPeople({ changedBy }: Conflict): { who: string; whose: string } {
  const who = nameInLabel(changedBy)
  const first = who.split(/\s+/)[0] ?? who
  return { who, whose: first.endsWith('s') ? `${first}’` : `${first}’s` }
}

/** A value in three parts, the middle one being what differs from `base`. */
export function changedPart(base: string | undefined, value: string): [before: string, changed: string, after: string] {
  const was = [...(base ?? '')]
  const now = [...value]
  const shortest = Math.min(was.length, now.length)
  let start = 0
  while (start < shortest && was[start] === now[start]) start++
  let end = 0
  while (end < shortest - start && was[was.length - 1 - end] === now[now.length - 1 - end]) end++
  const stop = now.length - end
  return [now.slice(0, start).join(''), now.slice(start, stop).join(''), now.slice(stop).join('')]
}
