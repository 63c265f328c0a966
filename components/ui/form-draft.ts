import type { ActionState } from './action-state'

/** The fields of a form as they are sent. `version` is the one of the record that the form was made on. */
export type Edit = { version: string } & Record<string, string>

/** The state of an edit. Kept apart from the form, so that what happens to what was typed can be read, and tested. */
export type FormDraft<Values extends Edit> = {
  /** What the fields showed when the edit began: kept while the page behind it moves on */
  base: Values
  /** What the fields start from */
  entered: Values
  edits: number
  /** The last answer that was taken in, and the one to show: none after Discard */
  answer: ActionState<Values>
  shown: ActionState<Values>
  /** How a conflict is told. `inline` where the answer came with the page, so that no script may be running */
  conflict: 'none' | 'inline' | 'dialog' | 'kept'
  /** The fields are drawn anew when it changes */
  revision: number
}

export const idle = { status: 'idle' } as const

/** The draft of a page that has just been loaded; without script it came with the answer to what was sent. */
export function startDraft<Values extends Edit>(saved: Values, answer: ActionState<Values>): FormDraft<Values> {
  const clean: FormDraft<Values> = {
    base: saved,
    entered: saved,
    edits: 0,
    answer,
    shown: answer,
    conflict: 'none',
    revision: 0,
  }
  if (answer.status === 'failed') return { ...clean, ...refused(saved, saved, answer) }
  // Both sides are told on the page: whoever saves again has seen theirs
  return answer.status === 'conflict' ? { ...clean, ...begunOn(answer.theirs, answer.mine), conflict: 'inline' } : clean
}

/**
 * Takes in a new answer, or a record that has changed behind the form. What was typed is never lost: a form that is
 * being edited keeps the version it was made on, and the server merges.
 */
export function followDraft<Values extends Edit>(
  draft: FormDraft<Values>,
  saved: Values,
  answer: ActionState<Values>,
): FormDraft<Values> {
  if (answer === draft.answer) {
    return draft.edits === 0 && draft.base.version !== saved.version ? discardDraft(draft, saved) : draft
  }
  const next: FormDraft<Values> = { ...draft, answer, shown: answer, conflict: 'none' }
  if (answer.status === 'failed') return { ...next, ...refused(saved, draft.base, answer) }
  if (answer.status === 'conflict') {
    return { ...next, ...begunOn({ ...draft.base, ...answer.base }, answer.mine), conflict: 'dialog' }
  }
  return { ...next, ...begunOn(saved, saved) }
}

/** Back to the record as it is now. */
export function discardDraft<Values extends Edit>(draft: FormDraft<Values>, saved: Values): FormDraft<Values> {
  return { ...draft, ...begunOn(saved, saved), shown: idle, conflict: 'none', revision: draft.revision + 1 }
}

/** How many fields differ. A form sends the lines of a text with a carriage return each. */
export function countEdits(base: Edit, now: Record<string, unknown>): number {
  const names = Object.keys(base).filter((name) => name !== 'version')
  return names.filter((name) => String(now[name] ?? '').replaceAll('\r\n', '\n') !== base[name]).length
}

function refused<Values extends Edit>(saved: Values, base: Values, answer: ActionState<Values> & { status: 'failed' }) {
  const { code, values } = answer
  // Whoever was told of a conflict goes on from what holds now; else from the version that what was typed belongs to
  const isOnSaved = code === 'conflict' || values.version === saved.version
  const begun = isOnSaved ? saved : { ...base, version: values.version ?? base.version }
  return begunOn(begun, { ...begun, ...values, version: begun.version })
}

function begunOn<Values extends Edit>(base: Values, entered: Values) {
  return { base, entered, edits: countEdits(base, entered) }
}
