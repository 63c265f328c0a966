'use client'

import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { IconButton } from './button'
import type { ButtonSize, ButtonVariant } from './button-look'
import { classNames } from './class-names'
import { moveInMenu } from './menu-keys'
import { floatLook, type Placement, placements, returnFocus } from './popover'

/** What the button that opens a menu must take. */
export type MenuTrigger = {
  popoverTarget: string
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  className: string
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

type Props = {
  /** The name of the menu */
  label: string
  trigger: (props: MenuTrigger) => ReactNode
  placement?: Placement
  /** As a function they are made only when the menu opens: for a menu that every row of a list has */
  children: ReactNode | (() => ReactNode)
}

/**
 * A list of actions behind a button. The platform's popover opens, stacks and closes it (so it opens before the page is
 * hydrated), and gives the focus back; the keys inside are ours.
 */
export function Menu({ label, trigger, placement = 'end', children }: Props) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)

  function beforeToggle(event: ToggleEvent<HTMLElement>) {
    // At once, so that the menu has its size when the platform places it
    if (event.newState === 'open') flushSync(() => setOpen(true))
    else returnFocus(event)
  }

  function afterToggle(event: ToggleEvent<HTMLElement>) {
    if (event.newState === 'closed') return setOpen(false)
    const menu = event.currentTarget
    const isByKey = document.activeElement?.matches(':focus-visible')
    const first = menu.querySelector<HTMLElement>('[role^="menuitem"]')
    if (isByKey) first?.focus()
    else menu.focus()
  }

  return (
    <span className="anchor-within inline-flex min-w-0">
      {trigger({
        popoverTarget: id,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        className: 'anchor',
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          document.getElementById(id)?.showPopover()
        },
      })}
      <div
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onBeforeToggle={beforeToggle}
        onToggle={afterToggle}
        onKeyDown={moveInMenu}
        // Before the item answers: the focus is back at the button by then, and a dialog that opens will return it there
        onClickCapture={(event) => closeOnChoice(event.currentTarget, event.target)}
        className={classNames(floatLook, placements[placement], 'min-w-52 p-1')}
      >
        {typeof children === 'function' ? isOpen && children() : children}
      </div>
    </span>
  )
}

function closeOnChoice(menu: HTMLElement, target: EventTarget) {
  if (target instanceof Element && target.closest('[role^="menuitem"]:not([aria-disabled="true"])')) menu.hidePopover()
}

type IconMenuProps = Omit<Props, 'trigger'> & {
  icon: ReactNode
  variant?: ButtonVariant
  size?: ButtonSize
  className?: string
}

/** The usual case: a button with an icon only, named like its menu ("More for Ada Lovelace"). */
export function IconMenu({ icon, variant = 'quiet', size = 'sm', className, ...menu }: IconMenuProps) {
  return (
    <Menu
      {...menu}
      trigger={({ className: anchor, ...trigger }) => (
        <IconButton
          {...trigger}
          label={menu.label}
          icon={icon}
          variant={variant}
          size={size}
          className={classNames(anchor, className)}
        />
      )}
    />
  )
}
