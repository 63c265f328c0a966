'use client'

import { type ReactNode, type ToggleEvent, useId, useState } from 'react'
import { classNames } from './class-names'

/** Under the button, ending with it | under, starting with it | above, starting with it */
export type Placement = 'end' | 'start' | 'above'

export const placements: Record<Placement, string> = {
  end: 'anchored anchored-end',
  start: 'anchored anchored-start',
  above: 'anchored anchored-above',
}

/** What floats over the page and closes by itself. */
export const floatLook = classNames(
  'max-h-[min(28rem,calc(100dvh-1rem))] max-w-[calc(100vw-1rem)] overflow-auto rounded-3 border-0 bg-raised text-start font-normal text-ink text-md shadow-2',
  'outline-none [&:popover-open]:animate-rise forced-colors:border',
)

/** What the button that opens a popover must take. */
export type PopoverTrigger = {
  popoverTarget: string
  'aria-haspopup': 'dialog'
  'aria-expanded': boolean
  className: string
}

type Props = {
  /** Its name, for screen readers */
  label: string
  trigger: (props: PopoverTrigger) => ReactNode
  placement?: Placement
  className?: string
  /** As a function they get the way to close it */
  children: ReactNode | ((close: () => void) => ReactNode)
}

/** Fields and choices behind a button: check boxes, two dates. For a list of actions take a Menu. */
export function Popover({ label, trigger, placement = 'start', className, children }: Props) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const close = () => document.getElementById(id)?.hidePopover()
  return (
    <span className="anchor-within inline-flex">
      {trigger({ popoverTarget: id, 'aria-haspopup': 'dialog', 'aria-expanded': isOpen, className: 'anchor' })}
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={returnFocus}
        onToggle={(event) => setOpen(event.newState === 'open')}
        className={classNames(floatLook, placements[placement], 'min-w-52 p-2', className)}
      >
        {typeof children === 'function' ? children(close) : children}
      </div>
    </span>
  )
}

/** The platform returns the focus from the outermost popover only, not from a menu inside the drawer. */
export function returnFocus(event: ToggleEvent<HTMLElement>): void {
  const popover = event.currentTarget
  if (event.newState !== 'closed' || !popover.contains(document.activeElement)) return
  document.querySelector<HTMLElement>(`[popovertarget="${popover.id}"]`)?.focus()
}
