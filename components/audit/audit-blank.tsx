import { ScrollText } from 'lucide-react'
import { buttonLook } from '@/components/ui/button-look'
import { EmptyState } from '@/components/ui/empty-state'
import { NoMatch } from '@/components/ui/no-match'
import { SoftLink } from '@/components/ui/soft-link'
import { defaultEventQuery, type EventQuery, isFilteredEvents } from '@/server/events/event-query'
import { auditHref, filteredHref } from './audit-address'

type Props = { query: EventQuery; onGo: (href: string) => void }

/** In the place of events where there are none. */
export function AuditBlank({ query, onGo }: Props) {
  const look = buttonLook({ hasIcon: false, hasAfter: false })
  if (query.cursor !== null) {
    return (
      <EmptyState
        icon={<ScrollText />}
        title="Nothing older"
        actions={
          <SoftLink href={filteredHref(query, {})} onGo={onGo} className={look}>
            Go to the newest
          </SoftLink>
        }
      >
        The log does not reach further back.
      </EmptyState>
    )
  }
  if (isFilteredEvents(query)) {
    return (
      <NoMatch
        title="Nothing matches these filters"
        actions={
          <SoftLink href={auditHref({ limit: query.limit })} onGo={onGo} className={look}>
            Clear filters
          </SoftLink>
        }
      >
        {query.from && query.to && query.from >= query.to
          ? 'The time ends before it begins.'
          : 'Things happened, but nothing that all the filters let through.'}
      </NoMatch>
    )
  }
  return (
    <EmptyState icon={<ScrollText />} title="Nothing has happened yet">
      Whatever somebody changes, and every sign-in, appears here.
    </EmptyState>
  )
}

export function AuditClear({ query, onGo }: Props) {
  if (!isFilteredEvents(query)) return null
  return (
    <SoftLink
      href={auditHref({ ...defaultEventQuery, limit: query.limit })}
      onGo={onGo}
      className={buttonLook({ variant: 'quiet', size: 'sm', hasIcon: false, hasAfter: false, className: 'max-md:h-9' })}
    >
      Clear filters
    </SoftLink>
  )
}
