'use client'

import Link from 'next/link'
import type { ComponentProps } from 'react'

type Props = Omit<ComponentProps<'a'>, 'href'> & {
  href: string
  /** Takes a plain click over: a list moves its address by `history.pushState` and asks for rows, not for a page */
  onGo?: (href: string) => void
}

/** A real link, so that it opens in a new tab and works before the page is hydrated. */
export function SoftLink({ href, onGo, onClick, ...rest }: Props) {
  // A list has hundreds of such addresses in sight, and fetching them ahead would cost more than they save
  if (!onGo) return <Link href={href} prefetch={false} onClick={onClick} {...rest} />
  return (
    <a
      href={href}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || event.button !== 0) return
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        onGo(href)
      }}
      {...rest}
    />
  )
}
