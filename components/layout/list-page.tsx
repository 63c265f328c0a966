import type { ReactNode } from 'react'

/** A page that does not scroll: its rows do, between its top and its foot. On a phone all of it scrolls. */
export function ListPage({ children }: { children: ReactNode }) {
  return <div className="flex min-h-dvh flex-col md:h-dvh [@media(height<38rem)]:h-auto!">{children}</div>
}

/** The part that scrolls. Can have the focus, so that the arrows scroll it. */
export function ListScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      className="relative min-h-0 flex-1 overscroll-contain focus-visible:-outline-offset-2 has-[~[data-selection-bar]]:pb-19 md:overflow-auto [@media(height<38rem)]:overflow-visible!"
    >
      {children}
    </section>
  )
}

/** Search and filters above a list. */
export function ListTools({ children }: { children: ReactNode }) {
  return <search className="flex min-w-0 flex-none flex-wrap items-center gap-2 px-gutter py-2">{children}</search>
}

/** The filters: one line that scrolls sideways on a phone. */
export function ListFilters({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap gap-2 max-md:-mx-gutter max-md:flex-nowrap max-md:overflow-x-auto max-md:px-gutter max-md:[scrollbar-width:none]">
      {children}
    </div>
  )
}
