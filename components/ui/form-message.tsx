'use client'

import type { ReactNode } from 'react'
import type { ActionState } from './action-state'
import { Notice } from './notice'
import { RequestId } from './request-id'

/** States whose first wrong field has had the focus: a form that is drawn again must not take it from the person. */
const answered = new WeakSet<object>()

type Props = { state: ActionState<unknown>; children?: ReactNode }

/**
 * What the server said about the form as a whole: stands first inside the form. A refusal stays here, and the focus goes
 * to the first field that is wrong. What was done is a toast, so here it is shown only where no script runs.
 */
export function FormMessage({ state, children }: Props) {
  if (state.status === 'done') {
    return (
      <noscript>
        <Notice tone="ok">{state.message}</Notice>
      </noscript>
    )
  }
  if (state.status !== 'failed') return null
  return (
    <div ref={(element) => focusFirstWrong(element, state)}>
      <Notice tone="bad" actions={children}>
        <p role="alert">{state.message}</p>
        {/* Whoever has only mistyped needs no log */}
        {state.requestId && Object.keys(state.fields).length === 0 ? <RequestId id={state.requestId} /> : null}
      </Notice>
    </div>
  )
}

function focusFirstWrong(element: HTMLElement | null, state: object) {
  if (!element || answered.has(state)) return
  answered.add(state)
  element.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
