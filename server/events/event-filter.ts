import { z } from 'zod'
import { type Via, vias } from '@/server/auth/actor'
import { type EventAction, type EventOutcome, eventActions, eventOutcomes } from '@/server/events/event'
import { parse } from '@/server/parse'

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

const commaList = <Value extends string>(values: readonly Value[]) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(',').filter(Boolean))])
    .pipe(z.array(z.enum(values, { error: `Use ${values.join(', ')}` })))

const dayMs = 24 * 60 * 60 * 1000
const timeProblem = 'Use a time such as 2026-11-22T12:00:00Z, or a date'
const moment = z.iso.datetime({ offset: true, error: timeProblem }).transform((text) => new Date(text))
const dayFrom = z.iso.date(timeProblem).transform((text) => new Date(text))
const dayTo = z.iso.date(timeProblem).transform((text) => new Date(new Date(text).getTime() + dayMs))

const words = z
  .string()
  .max(200, 'Use at most 200 characters')
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'This can’t be searched for')
  .trim()

const fields = {
  actor: words,
  subject: words,
  action: commaList(eventActions),
  via: commaList(vias),
  outcome: commaList(eventOutcomes),
  from: z.union([moment, dayFrom], timeProblem),
  to: z.union([moment, dayTo], timeProblem),
  request: words,
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'Use a number from 1 to 100')
    .transform(Number)
    .pipe(z.number().min(1, 'Use a number from 1 to 100').max(100, 'Use a number from 1 to 100')),
  cursor: z.string().refine((text) => text === '' || readEventCursor(text) !== null, 'This is not a cursor'),
}
type Params = { [Name in keyof typeof fields]?: z.output<(typeof fields)[Name]> }
const looseSchema = z.strictObject(fields).partial()
const strictSchema = looseSchema.refine(({ from, to }) => !from || !to || from < to, {
  path: ['to'],
  message: 'Use a time after “from”',
})

/** What the API is asked for. Fails with `invalid` and a message per wrong, unknown or repeated parameter. */
export function parseEventQuery(params: URLSearchParams): EventQuery {
  const given: Record<string, unknown> = {}
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    given[name] = values.length === 1 ? values[0] : values
  }
  return toQuery(parse(strictSchema, given))
}

/**
 * What a page's URL asks for. A hand-edited URL falls back to the defaults, and the empty fields of a form mean nothing:
 * it never becomes an error page.
 */
export function readEventQuery(params: URLSearchParams): EventQuery {
  const readable = Object.entries(fields).flatMap(([name, schema]) => {
    // A form of check boxes sends a name several times
    const value = params.getAll(name).filter(Boolean).join(',')
    return value !== '' && schema.safeParse(value).success ? [[name, value]] : []
  })
  return toQuery(looseSchema.parse(Object.fromEntries(readable)))
}

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

/** From which event a page goes on, and whether to older or to newer ones. */
export type EventCursor = { towards: 'older' | 'newer'; seq: number }

export function writeEventCursor({ towards, seq }: EventCursor): string {
  return `${towards}.${seq}`
}

/** Null for what is no cursor. One of another filter is good too: the order is always the same. */
export function readEventCursor(text: string): EventCursor | null {
  const [, towards, seq] = /^(older|newer)\.([1-9]\d{0,14})$/.exec(text) ?? []
  return towards === 'older' || towards === 'newer' ? { towards, seq: Number(seq) } : null
}

function toQuery(params: Params): EventQuery {
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
  return { ...defaultEventQuery, ...given, cursor: params.cursor || null }
}
