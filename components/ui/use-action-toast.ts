'use client'

import { useEffect } from 'react'
import type { ActionState } from './action-state'
import { useUndo } from './undo-context'
import { useToast } from './use-toast'

/** States that have had their toast: one that is drawn twice is told once. */
const told = new WeakSet<object>()

type Options = {
  /** `in-form`: a FormMessage shows what failed, so that it is not said twice. Otherwise it becomes a toast */
  failed?: 'toast' | 'in-form'
  /** What the toast's Undo does, called with the id of the change set; otherwise what the frame provides */
  undo?: (eventId: string) => void | Promise<void>
}

/** Shows a toast once for each new done or failed state of a server action. What made a change set offers Undo. */
export function useActionToast(state: ActionState<unknown>, { failed = 'toast', undo }: Options = {}): void {
  const toast = useToast()
  const offered = useUndo()
  const takeBack = undo ?? offered?.atOnce
  // An effect, because the action is given to the form as it is, so that it works without script; only its state tells
  useEffect(() => {
    if (told.has(state)) return
    told.add(state)
    if (state.status === 'done') {
      const { message, detail, eventId } = state
      toast.done({ message, detail, undo: takeBack && eventId ? () => takeBack(eventId) : undefined })
    }
    if (state.status === 'failed' && failed === 'toast') {
      toast.failed({ message: state.message, requestId: state.requestId })
    }
  })
}
