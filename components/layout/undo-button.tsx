'use client'

import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button'
import { useUndo } from '../ui/undo-context'

type Props = {
  eventId: string
  /** Which of several on the page: "changed the name, 24 Nov 2026, 13:54:07 UTC". Read out, not shown */
  what: string
}

/** Opens the preview of undoing an event of a history. */
export function UndoButton({ eventId, what }: Props) {
  const undo = useUndo()
  const [isBusy, setBusy] = useState(false)
  if (!undo) return null
  return (
    <Button
      size="sm"
      icon={<Undo2 />}
      isBusy={isBusy}
      aria-label={`Undo: ${what}`}
      onClick={async () => {
        setBusy(true)
        await undo.withPreview(eventId)
        setBusy(false)
      }}
    >
      Undo
    </Button>
  )
}
