'use client'

import { type ReactNode, useId } from 'react'
import { Button } from './button'
import { Modal } from './modal'
import { Notice } from './notice'
import { SubmitButton } from './submit-button'

type Props = {
  isOpen: boolean
  onCancel: () => void
  /** What is to be done: "Delete 12,431 users" */
  title: string
  /** What will happen, in numbers: "Ends 3 sessions and stops 1 token" */
  consequence: ReactNode
  /** The verb again: "Delete 12,431 users". Never "OK" */
  confirmLabel: string
  tone: 'danger' | 'primary'
  isPending: boolean
  /** Why it was refused; the dialog stays */
  error: string | undefined
  /** A reason, a choice: fields of the form */
  children?: ReactNode
} & ({ onConfirm: () => void; action?: undefined } | { action: (form: FormData) => void; onConfirm?: undefined })

/** The last step before what cannot be undone. What can be is done at once and offers Undo instead. */
export function ConfirmDialog(props: Props) {
  return props.isOpen ? <OpenConfirmDialog {...props} /> : null
}

function OpenConfirmDialog(props: Props) {
  const { onCancel, title, consequence, confirmLabel, tone, isPending, error, children, onConfirm, action } = props
  const id = useId()
  return (
    <Modal
      role="alertdialog"
      labelledBy={`${id}-title`}
      describedBy={`${id}-consequence`}
      onClose={onCancel}
      className="max-w-md"
    >
      <form
        action={action}
        onSubmit={
          onConfirm
            ? (event) => {
                event.preventDefault()
                if (!isPending) onConfirm()
              }
            : undefined
        }
        className="flex min-h-0 flex-col"
      >
        <div className="grid min-h-0 gap-4 overflow-auto px-6 pt-5 pb-5 max-md:px-4">
          <div>
            <h2 id={`${id}-title`} className="text-lg">
              {title}
            </h2>
            <div id={`${id}-consequence`} className="mt-1 text-ink-2">
              {consequence}
            </div>
          </div>
          {error ? (
            <Notice tone="bad" role="alert">
              {error}
            </Notice>
          ) : null}
          {children}
        </div>
        <footer className="flex items-center justify-end gap-2 border-line border-t px-6 py-3 max-md:px-4 max-md:[&>*]:h-10 max-md:[&>*]:flex-1">
          <Button variant="quiet" onClick={onCancel} data-autofocus="">
            Cancel
          </Button>
          <SubmitButton variant={tone === 'danger' ? 'danger-fill' : 'primary'} isPending={isPending}>
            {confirmLabel}
          </SubmitButton>
        </footer>
      </form>
    </Modal>
  )
}
