'use client'

import { Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Differences } from '../ui/difference'
import { Notice } from '../ui/notice'
import type { UndoView } from './undo-answer'

type Props = {
  view: UndoView
  onClose: () => void
  /** Answers why it could not be done; the dialog stays then */
  onConfirm: () => Promise<string | null>
}

/** What undoing will bring back, and what stays and why. */
export function UndoDialog({ view, onClose, onConfirm }: Props) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const canUndo = view.mayUndo && view.back.length > 0

  async function confirm() {
    setBusy(true)
    setProblem(await onConfirm())
    setBusy(false)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={view.title}
      description={view.description}
      footer={
        canUndo ? (
          <>
            <Button variant="quiet" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" icon={<Undo2 />} isBusy={isBusy} onClick={confirm} data-autofocus="">
              Undo
            </Button>
          </>
        ) : (
          <Button onClick={onClose} data-autofocus="">
            Leave it so
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        {problem ? (
          <Notice tone="bad" role="alert">
            {problem}
          </Notice>
        ) : null}
        {canUndo ? null : (
          <Notice tone="warn">
            {view.mayUndo
              ? 'There is nothing left to bring back.'
              : 'You may not undo this change. Ask an administrator to do it.'}
          </Notice>
        )}
        {view.back.length > 0 ? (
          <Part title={canUndo ? 'Will be again as it was' : 'Would be again as it was'}>
            <Differences changes={view.back} />
          </Part>
        ) : null}
        {view.kept.length > 0 ? (
          <Part title="Stays as it is">
            <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm leading-4.5">
              {view.kept.map(({ field, why }) => (
                <div key={field} className="contents">
                  <dt className="text-ink-3">{field}</dt>
                  <dd className="wrap-anywhere">{why}</dd>
                </div>
              ))}
            </dl>
          </Part>
        ) : null}
        {canUndo && view.consequence ? <p className="text-ink-2">{view.consequence}.</p> : null}
      </div>
    </Dialog>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-ink-2">{title}</h3>
      {children}
    </section>
  )
}
