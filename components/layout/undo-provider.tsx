'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { UndoOffer } from '../ui/undo-context'
import { useToast } from '../ui/use-toast'
import type { UndoActions, UndoAnswer, UndoView } from './undo-answer'
import { UndoDialog } from './undo-dialog'

type Props = { actions: UndoActions; children: ReactNode }

/** Gives the page inside the two ways of undoing, and shows the preview over it. */
export function UndoProvider({ actions, children }: Props) {
  const [view, setView] = useState<UndoView | null>(null)
  const queryClient = useQueryClient()
  const toast = useToast()

  function tell(answer: UndoAnswer) {
    setView(answer.status === 'preview' ? answer.view : null)
    if (answer.status === 'failed') toast.failed(answer)
    if (answer.status !== 'undone') return
    const { message, detail, eventId } = answer
    toast.done({ message, detail, undo: eventId === undefined ? undefined : () => undo.atOnce(eventId) })
    // The action has the page drawn anew; lists that the browser asked for itself don't know of it
    void queryClient.invalidateQueries()
  }

  const undo = {
    atOnce: async (eventId: string) => tell(await answered(actions.undo(eventId, 'unless-changed'))),
    withPreview: async (eventId: string) => tell(await answered(actions.preview(eventId))),
  }

  async function confirm({ eventId }: UndoView): Promise<string | null> {
    const answer = await answered(actions.undo(eventId, 'confirmed'))
    if (answer.status === 'failed') return answer.message
    tell(answer)
    return null
  }

  return (
    <UndoOffer value={undo}>
      {children}
      {view ? <UndoDialog view={view} onClose={() => setView(null)} onConfirm={() => confirm(view)} /> : null}
    </UndoOffer>
  )
}

/** Never fails: a button or toast that waits for it would wait for ever. */
async function answered(asking: Promise<UndoAnswer>): Promise<UndoAnswer> {
  try {
    return await asking
  } catch {
    return {
      status: 'failed',
      message: 'Roster did not answer. Load the page again to see whether the change was undone.',
    }
  }
}
