'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { ListScroll } from '@/components/layout/list-page'
import { classNames } from '@/components/ui/class-names'
import { PagingBar } from '@/components/ui/paging-bar'
import type { Event } from '@/server/events/event'
import type { EventQuery } from '@/server/events/event-query'
import { auditHref } from './audit-address'
import { AuditBlank } from './audit-blank'
import { AuditFilters } from './audit-filters'
import { AuditTable } from './audit-table'

export type AuditPage = { events: Event[]; next: string | null; previous: string | null }

type Props = { query: EventQuery; page: AuditPage; now: Date }

/** Filters, events and the way to others. The address is the state; rows stay while the next ones are loaded. */
export function AuditList({ query, page, now }: Props) {
  const router = useRouter()
  const [isLoading, startLoading] = useTransition()
  const go = (href: string) => startLoading(() => router.push(href, { scroll: false }))
  const href = (cursor: string | null) => cursor && auditHref({ ...query, cursor })
  const { events } = page

  return (
    <>
      <AuditFilters query={query} events={events} onGo={go} />
      {/* Drawn anew for another address, so that it begins at its top */}
      <ListScroll key={auditHref(query)} label="Events">
        <div className={classNames('contents', isLoading && '[&>*]:opacity-55 [&>*]:delay-150')}>
          {events.length > 0 ? (
            <AuditTable events={events} now={now} isLoading={isLoading} />
          ) : (
            <AuditBlank query={query} onGo={go} />
          )}
        </div>
      </ListScroll>
      <PagingBar
        summary={
          <>
            <b>{events.length}</b> {events.length === 1 ? 'event' : 'events'}, newest first, times in UTC
          </>
        }
        previousHref={href(page.previous)}
        nextHref={href(page.next)}
        onGo={go}
      />
    </>
  )
}
