'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'
import { Keys } from './kbd'

type Look = {
  icon?: ReactNode
  /** The key that does the same */
  keys?: string
  isDanger?: boolean
  children: ReactNode
}

const look = (isDanger?: boolean) =>
  classNames(
    'flex min-h-7 w-full items-center gap-2 whitespace-nowrap rounded-1 px-2 py-[3px] text-start max-md:min-h-10',
    'hover:bg-press focus-visible:bg-press focus-visible:-outline-offset-2',
    'aria-disabled:text-ink-off aria-disabled:hover:bg-transparent',
    isDanger ? 'text-bad-ink' : '[&>.lucide]:text-ink-3',
  )

function content({ icon, keys, children }: Look) {
  return (
    <>
      {icon}
      {children}
      {keys ? <Keys keys={keys} className="ms-auto ps-4" /> : null}
    </>
  )
}

/** `type="submit"` inside a form makes it work before the page is hydrated. */
export function MenuItem({ icon, keys, isDanger, children, ...rest }: Look & ComponentProps<'button'>) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} {...rest} className={look(isDanger)}>
      {content({ icon, keys, children })}
    </button>
  )
}

export function MenuLink({ icon, keys, isDanger, children, ...rest }: Look & ComponentProps<typeof Link>) {
  return (
    <Link role="menuitem" tabIndex={-1} {...rest} className={look(isDanger)}>
      {content({ icon, keys, children })}
    </Link>
  )
}

type RadioProps = ComponentProps<'button'> & { isChosen: boolean; children: ReactNode }

/** One of several, of which one holds. */
export function MenuRadio({ isChosen, children, ...rest }: RadioProps) {
  return (
    <button type="button" role="menuitemradio" aria-checked={isChosen} tabIndex={-1} {...rest} className={look()}>
      <Check className={isChosen ? 'text-accent-ink!' : 'invisible'} />
      {children}
    </button>
  )
}

export function MenuSeparator() {
  return <hr className="-mx-1 my-1 border-line border-t" />
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <p role="presentation" className="px-2 pt-1.5 pb-0.5 text-ink-3 text-sm">
      {children}
    </p>
  )
}
