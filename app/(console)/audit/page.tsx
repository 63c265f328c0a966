import type { Metadata } from 'next'
import { orNotFound } from '@/app/_shared/or-not-found'
import { Streamed } from '@/app/_shared/streamed'
import { AuditExport } from '@/components/audit/audit-export'
import { AuditList } from '@/components/audit/audit-list'
import { AuditSkeleton } from '@/components/audit/audit-skeleton'
import { ListPage } from '@/components/layout/list-page'
import { PageTop } from '@/components/layout/page-top'
import { requireActor } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import { listEvents } from '@/server/events/audit-service'
import { isFilteredEvents, readEventQuery } from '@/server/events/event-filter'

type Props = PageProps<'/audit'>

export const metadata: Metadata = { title: 'Audit log' }

export default function AuditLogPage(props: Props) {
  return <Streamed fallback={<AuditSkeleton />} content={drawPage(props)} />
}

async function drawPage({ searchParams }: Props) {
  const actor = await requireActor()
  const query = readEventQuery(toParams(await searchParams))
  const page = await orNotFound(listEvents(actor, query))
  return (
    <ListPage>
      <PageTop title="Audit log" actions={<AuditExport query={query} isFiltered={isFilteredEvents(query)} />} />
      <AuditList query={query} page={page} now={clock.now()} />
    </ListPage>
  )
}

function toParams(given: Awaited<Props['searchParams']>): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) {
    for (const each of [value ?? []].flat()) params.append(name, each)
  }
  return params
}
