import { z } from 'zod'
import { vias } from '@/server/auth/actor'
import { eventActions, eventOutcomes } from '@/server/events/event'
import { defaultEventQuery, type EventQuery } from '@/server/events/event-query'
import { parseParams } from '@/server/parse'
import { isStorableTime } from '@/server/storable-time'

export {
  defaultEventQuery,
  type EventFilter,
  type EventQuery,
  eventFilterOf,
  eventQueryParams,
  isFilteredEvents,
} from '@/server/events/event-query'

const commaList = <Value extends string>(values: readonly Value[]) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(',').filter(Boolean))])
    .pipe(z.array(z.enum(values, { error: `Use ${values.join(', ')}` })))

const dayMs = 24 * 60 * 60 * 1000
const timeProblem = 'Use a time such as 2026-11-22T12:00:00Z, or a date'
const moment = z.iso
  .datetime({ offset: true, error: timeProblem })
  .transform((text) => new Date(text))
  .refine(isStorableTime, timeProblem)
const dayFrom = z.iso
  .date(timeProblem)
  .transform((text) => new Date(text))
  .refine(isStorableTime, timeProblem)
const dayTo = z.iso
  .date(timeProblem)
  .transform((text) => new Date(new Date(text).getTime() + dayMs))
  .refine(isStorableTime, timeProblem)

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
    .pipe(z.int().min(1, 'Use a number from 1 to 100').max(100, 'Use a number from 1 to 100')),
  cursor: z.string().refine((text) => text === '' || readEventCursor(text) !== null, 'This is not a cursor'),
}
type Params = { [Name in keyof typeof fields]?: z.output<(typeof fields)[Name]> }
/** Each parameter by itself; the API describes itself by it. */
export const eventQuerySchema = z.strictObject(fields).partial()
const strictSchema = eventQuerySchema.refine(({ from, to }) => !from || !to || from < to, {
  path: ['to'],
  message: 'Use a time after “from”',
})

/** What the API is asked for. Fails with `invalid` and a message per wrong, unknown or repeated parameter. */
export function parseEventQuery(params: URLSearchParams): EventQuery {
  return toQuery(parseParams(strictSchema, params))
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
  return toQuery(eventQuerySchema.parse(Object.fromEntries(readable)))
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
