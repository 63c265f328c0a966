'use client'

import type { MouseEvent, ReactNode } from 'react'
import { classNames } from './class-names'

type Props = {
  /** The id of its title */
  labelledBy?: string
  label?: string
  describedBy?: string
  role?: 'dialog' | 'alertdialog'
  /** Esc, and with `closesOutside` a press beside it */
  onClose: () => void
  closesOutside?: boolean
  className?: string
  children: ReactNode
}

/**
 * The platform's modal dialog: it keeps the focus inside, makes the rest inert, lies above everything, and gives the
 * focus back to where it came from. Draw it to open it, leave it out to close it.
 */
export function Modal({ labelledBy, label, describedBy, role, onClose, closesOutside, className, children }: Props) {
  return (
    <dialog
      ref={openModal}
      role={role}
      aria-labelledby={labelledBy}
      aria-label={label}
      aria-describedby={describedBy}
      onCancel={(event) => {
        // Our own state closes it, so that the two cannot differ
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
      onClose={(event) => {
        // The browser may close it without asking, for instance at the second Esc
        if (!event.currentTarget.open) onClose()
      }}
      onPointerDown={closesOutside ? (event) => isOutside(event) && onClose() : undefined}
      className={classNames(
        'mx-auto mt-[9vh] mb-auto flex max-h-[calc(91vh-1rem)] w-[calc(100%-2rem)] animate-rise flex-col rounded-4 border-0 bg-raised text-ink shadow-3',
        'backdrop:bg-scrim forced-colors:border max-md:mt-auto max-md:mb-3 max-md:w-[calc(100%-1.5rem)]',
        className,
      )}
    >
      {children}
    </dialog>
  )
}

function openModal(dialog: HTMLDialogElement | null) {
  if (!dialog) return undefined
  dialog.showModal()
  dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  // Before it leaves the page: only a dialog that is closed gives the focus back
  return () => dialog.close()
}

function isOutside(event: MouseEvent<HTMLElement>) {
  const box = event.currentTarget.getBoundingClientRect()
  return (
    event.target === event.currentTarget &&
    (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom)
  )
}
