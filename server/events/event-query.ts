import type { Via } from '@/server/auth/actor'
import type { EventAction, EventOutcome } from '@/server/events/event'

/*
  What the audit log is asked for, and how that stands in an address. Pages in the browser import this file, so it
  brings no zod along; how the parameters are read is in `event-filter.ts`.
*/

/** Which events are asked for. */
export type EventFilter = {
  /** Who did it: the id of a user, an address, or part of the name or address they had then. */
  actor: string
  /** About whom or what: the same. */
  subject: string
  action: EventAction[]
  via: Via[]
  outcome: EventOutcome[]
  from: Date | null
  /** Before this time. A plain date in the URL means until its end. */
  to: Date | null
  request: string
}

/** A page of them, newest first: the state of the audit log, as it stands in the URL of the page and of the API alike. */
export type EventQuery = EventFilter & { limit: number; cursor: string | null }

/** The way back. Defaults are left out, so equal listings have equal URLs. */
export function eventQueryParams(query: Partial<EventQuery>): URLSearchParams {
  const all: Record<string, string | undefined> = {
    actor: query.actor,
    subject: query.subject,
    action: query.action?.join(','),
    via: query.via?.join(','),
    outcome: query.outcome?.join(','),
    from: query.from?.toISOString(),
    to: query.to?.toISOString(),
    request: query.request,
    limit: query.limit === defaultEventQuery.limit ? undefined : query.limit?.toString(),
    cursor: query.cursor ?? undefined,
  }
  return new URLSearchParams(Object.entries(all).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

export function isFilteredEvents(query: EventFilter): boolean {
  return eventQueryParams(eventFilterOf(query)).size > 0
}

export function eventFilterOf({ actor, subject, action, via, outcome, from, to, request }: EventFilter): EventFilter {
  return { actor, subject, action, via, outcome, from, to, request }
}

export const defaultEventQuery: EventQuery = {
  actor: '',
  subject: '',
  action: [],
  via: [],
  outcome: [],
  from: null,
  to: null,
  request: '',
  limit: 50,
  cursor: null,
}
