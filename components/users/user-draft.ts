import type { ActionState } from '@/components/ui/action-state'

/** The fields of the profile form as they are sent: `version` is the one that the form was made on. */
export type UserEdit = { version: string; name: string; email: string }

/** The state of an edit. Kept apart from the form, so that what happens to what was typed can be read, and tested. */
export type UserDraft = {
  /** What the fields showed when the edit began: kept while the page behind it moves on */
  base: UserEdit
  /** What the fields start from */
  entered: UserEdit
  edits: number
  /** The last answer that was taken in, and the one to show: none after Discard */
  answer: ActionState<UserEdit>
  shown: ActionState<UserEdit>
  /** `inline` where the answer came with the page, so that no script may be running */
  conflict: 'none' | 'inline' | 'dialog' | 'kept'
  /** The fields are drawn anew when it changes */
  revision: number
}

export const idle = { status: 'idle' } as const

/** The draft of a page that has just been loaded; without script it came with the answer to what was sent. */
export function startDraft(user: UserEdit, answer: ActionState<UserEdit>): UserDraft {
  const clean = { base: user, entered: user, edits: 0, answer, shown: answer, conflict: 'none', revision: 0 } as const
  if (answer.status === 'failed') return { ...clean, ...refused(user, user, answer) }
  if (answer.status !== 'conflict') return clean
  // Both sides are told on the page: whoever saves again has seen theirs
  return {
    ...clean,
    base: answer.theirs,
    entered: answer.mine,
    edits: countEdits(answer.theirs, answer.mine),
    conflict: 'inline',
  }
}

/**
 * Takes in a new answer, or a user who has changed behind the form. What was typed is never lost: a form that is being
 * edited keeps the version it was made on, and the server merges.
 */
export function followDraft(draft: UserDraft, user: UserEdit, answer: ActionState<UserEdit>): UserDraft {
  if (answer === draft.answer) {
    return draft.edits === 0 && draft.base.version !== user.version ? discardDraft(draft, user) : draft
  }
  const next = { ...draft, answer, shown: answer, conflict: 'none' } as const
  if (answer.status === 'failed') return { ...next, ...refused(user, draft.base, answer) }
  if (answer.status === 'conflict') {
    const base = { ...draft.base, ...answer.base }
    return { ...next, base, entered: answer.mine, edits: countEdits(base, answer.mine), conflict: 'dialog' }
  }
  return { ...next, base: user, entered: user, edits: 0 }
}

/** Back to the user as they are now. */
export function discardDraft(draft: UserDraft, user: UserEdit): UserDraft {
  const revision = draft.revision + 1
  return { ...draft, base: user, entered: user, edits: 0, shown: idle, conflict: 'none', revision }
}

export function countEdits(base: UserEdit, now: Pick<UserEdit, 'name' | 'email'>): number {
  return Number(base.name !== now.name) + Number(base.email !== now.email)
}

function refused(user: UserEdit, base: UserEdit, { values }: { values: Partial<UserEdit> }) {
  // The version that was sent is the one that what was typed belongs to
  const begun = values.version === user.version ? user : { ...base, version: values.version ?? base.version }
  const entered = { ...begun, ...values }
  return { base: begun, entered, edits: countEdits(begun, entered) }
}
