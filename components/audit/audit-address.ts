import { type EventFilter, type EventQuery, eventFilterOf, eventQueryParams } from '@/server/events/event-query'

/** The audit log as it is asked for. */
export function auditHref(query: Partial<EventQuery>): string {
  const params = eventQueryParams(query).toString()
  return params === '' ? '/audit' : `/audit?${params}`
}

/** With another filter, which begins at its first page. */
export function filteredHref(query: EventQuery, change: Partial<EventFilter>): string {
  return auditHref({ ...query, ...change, cursor: null })
}

export function exportHref(query: EventQuery, format: 'csv' | 'jsonl'): string {
  const params = eventQueryParams(eventFilterOf(query))
  params.set('format', format)
  return `/api/v1/events/export?${params}`
}
