'use client'

import { type FormEvent, useActionState, useState } from 'react'
import type { FormAction } from './action-state'
import { countEdits, discardDraft, type Edit, followDraft, idle, startDraft } from './form-draft'
import { useActionToast } from './use-action-toast'

/**
 * A form that edits a record: what was typed stays until it is saved or discarded, whatever happens behind it.
 * Give `onInput` to the form, `draft.base.version` to a hidden field, and draw the fields anew with `draft.revision`.
 */
export function useFormDraft<Values extends Edit>(saved: Values, action: FormAction<Values>) {
  const [answer, submit, isPending] = useActionState(action, idle)
  const [kept, setDraft] = useState(() => startDraft(saved, answer))
  const draft = followDraft(kept, saved, answer)
  if (draft !== kept) setDraft(draft)
  useActionToast(answer, { failed: 'in-form' })
  return {
    draft,
    submit,
    isPending,
    errors: draft.shown.status === 'failed' ? draft.shown.fields : {},
    onInput(event: FormEvent<HTMLFormElement>) {
      const now = Object.fromEntries(new FormData(event.currentTarget))
      setDraft({ ...draft, edits: countEdits(draft.base, now) })
    },
    discard(to: Values = saved) {
      setDraft(discardDraft(draft, to))
    },
    tellConflict(conflict: 'dialog' | 'kept') {
      setDraft({ ...draft, conflict })
    },
  }
}
