import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonLook } from './button-look'
import { SoftLink } from './soft-link'

type Props = {
  /** "25 of 12,431 that match, newest first" */
  summary: ReactNode
  previousHref: string | null
  nextHref: string | null
  onGo?: (href: string) => void
  /** Between: whether the list is live, how many a page */
  children?: ReactNode
}

/** The foot of a list. */
export function PagingBar({ summary, previousHref, nextHref, onGo, children }: Props) {
  return (
    <footer className="flex min-h-11 flex-none flex-wrap items-center gap-x-4 gap-y-2 border-line border-t px-gutter text-ink-3 tabular-nums max-md:py-3 [&_b]:font-medium [&_b]:text-ink">
      <p className="min-w-0 flex-1 truncate">{summary}</p>
      {children}
      <nav aria-label="Pages" className="flex gap-2 py-1 max-md:w-full">
        <PageLink href={previousHref} rel="prev" onGo={onGo}>
          <ChevronLeft />
          Previous
        </PageLink>
        <PageLink href={nextHref} rel="next" onGo={onGo}>
          Next
          <ChevronRight />
        </PageLink>
      </nav>
    </footer>
  )
}

type LinkProps = { href: string | null; rel: 'prev' | 'next'; onGo: Props['onGo']; children: ReactNode }

function PageLink({ href, rel, onGo, children }: LinkProps) {
  const look = buttonLook({
    size: 'sm',
    hasIcon: rel === 'prev',
    hasAfter: rel === 'next',
    className: 'max-md:h-10 max-md:flex-1',
  })
  if (href === null) {
    return (
      // biome-ignore lint/a11y/useValidAnchor: a link that leads nowhere now, kept in its place and named as such
      <a role="link" aria-disabled="true" className={look}>
        {children}
      </a>
    )
  }
  return (
    <SoftLink href={href} rel={rel} onGo={onGo} className={look}>
      {children}
    </SoftLink>
  )
}
