import { ChevronRight, Menu } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { IconButton } from '../ui/button'
import { JumpButton } from './jump-button'
import { sidebarId } from './sidebar-id'

type Props = {
  title: string
  /** Beside the title: "1,000,000". May be a component that waits for its figure */
  count?: ReactNode
  /** The way here, without the page itself */
  crumbs?: ReadonlyArray<{ href: string; label: string }>
  /** The page has its own heading further down, so here the title is only the end of the way */
  hasOwnHeading?: boolean
  /** Before the search: "2 of 318", previous, next */
  tools?: ReactNode
  /** After the search: the main action of the page */
  actions?: ReactNode
}

/** The first thing of every page inside the frame. */
export function PageTop({ title, count, crumbs = [], hasOwnHeading, tools, actions }: Props) {
  return (
    <header className="flex min-h-14 flex-none items-center gap-3 px-gutter max-md:min-h-13 max-md:gap-2">
      <IconButton
        variant="quiet"
        label="Open menu"
        icon={<Menu />}
        popoverTarget={sidebarId}
        className="-ms-2 md:hidden"
      />
      <div className="flex min-w-0 items-center gap-1">
        {crumbs.length > 0 ? <Crumbs crumbs={crumbs} /> : null}
        <Title isHeading={!hasOwnHeading} isLarge={crumbs.length === 0}>
          {title}
        </Title>
        {count === undefined ? null : (
          <span className="ms-1 flex-none text-ink-3 text-xl tabular-nums max-md:text-lg">{count}</span>
        )}
      </div>
      <div className="ms-auto flex flex-none items-center gap-2">
        {tools}
        <JumpButton />
        {actions}
      </div>
    </header>
  )
}

function Title({ isHeading, isLarge, children }: { isHeading: boolean; isLarge: boolean; children: string }) {
  if (!isHeading) {
    return (
      <span aria-current="page" className="truncate">
        <bdi>{children}</bdi>
      </span>
    )
  }
  return (
    <h1 className={isLarge ? 'truncate text-xl' : 'truncate text-lg'}>
      <bdi>{children}</bdi>
    </h1>
  )
}

function Crumbs({ crumbs }: { crumbs: NonNullable<Props['crumbs']> }) {
  return (
    <nav aria-label="Where you are" className="min-w-0 max-md:hidden">
      <ol className="flex min-w-0 items-center gap-1">
        {crumbs.map(({ href, label }) => (
          <li key={href} className="flex min-w-0 items-center gap-1">
            <Link
              href={href}
              className="-ms-1 truncate rounded-1 px-1 py-0.5 font-medium text-ink-2 hover:bg-hover hover:text-ink"
            >
              {label}
            </Link>
            <ChevronRight className="size-3 text-ink-3" />
          </li>
        ))}
      </ol>
    </nav>
  )
}
