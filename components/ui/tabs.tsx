import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { SoftLink } from './soft-link'
import { Dot } from './status-mark'

export type Tab = {
  href: string
  label: string
  count?: string
  isHere: boolean
  /** A saved view that has been changed since */
  isChanged?: boolean
}

type Props = {
  /** What the tabs are about: "Saved views", "About this user" */
  label: string
  tabs: readonly Tab[]
  onGo?: (href: string) => void
  /** At the end of the line */
  actions?: ReactNode
}

/** Parts of one subject, each with its own address. */
export function Tabs({ label, tabs, onGo, actions }: Props) {
  return (
    <div className="flex min-h-9 items-stretch border-line border-b px-gutter">
      <nav
        aria-label={label}
        className="-mb-px -ms-1 flex min-w-0 items-stretch gap-3 overflow-x-auto overflow-y-hidden [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <SoftLink
            key={tab.href}
            href={tab.href}
            onGo={onGo}
            aria-current={tab.isHere ? 'page' : undefined}
            className={classNames(
              'relative inline-flex items-center gap-1.5 whitespace-nowrap rounded-1 px-1 font-medium hover:text-ink',
              'focus-visible:-outline-offset-2',
              tab.isHere
                ? 'text-ink after:absolute after:inset-x-1 after:bottom-0 after:h-0.5 after:rounded-t-[1px] after:bg-accent forced-colors:after:bg-[Highlight]'
                : 'text-ink-2',
            )}
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="font-normal text-ink-3 text-sm tabular-nums">{tab.count}</span>
            )}
            {tab.isChanged ? (
              <>
                <Dot tone="accent" />
                <span className="sr-only">, changed</span>
              </>
            ) : null}
          </SoftLink>
        ))}
      </nav>
      {actions ? <div className="-me-2 ms-auto flex items-center ps-2 max-md:hidden">{actions}</div> : null}
    </div>
  )
}
