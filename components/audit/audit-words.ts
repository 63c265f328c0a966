import { dateWords } from '@/components/ui/time-words'
import { nameInLabel } from '@/server/auth/actor'
import type { Event, EventOutcome } from '@/server/events/event'
import { capital, eventCause, eventVerb, type FieldDifference, fieldDifferences } from './event-words'

export const outcomeNames: Record<EventOutcome, string> = { done: 'Done', refused: 'Refused', failed: 'Failed' }

export function actionWords(event: Event): string {
  return capital(eventVerb(event))
}

export function subjectName(event: Event): string {
  return event.subject === null ? '' : nameInLabel(event.subject.label) || event.subject.id
}

/** What a filter by an id is called: the events that it let through know the name. */
export function nameOfActor(asked: string, events: readonly Event[]): string {
  const found = events.find(({ actorId }) => actorId !== null && actorId === asked.toLowerCase())
  return found ? nameInLabel(found.actorLabel) : asked
}

export function nameOfSubject(asked: string, events: readonly Event[]): string {
  const found = events.find(({ subject }) => subject?.id === asked.toLowerCase())
  return found ? subjectName(found) : asked
}

/** What stands in the one line of the table: a change and how many more, or why there is none. */
export type EventSummary = { difference: FieldDifference | null; more: number; note: string }

export function eventSummary(event: Event): EventSummary {
  const cause = eventCause(event)
  if (cause !== null) return { difference: null, more: 0, note: capital(cause) }
  const differences = fieldDifferences(event)
  // Of a new account the name stands beside it already
  const difference = differences.find(({ field }) => event.action !== 'user.created' || field === 'Role') ?? null
  const note = [...detailNotes(event), event.reason === null ? '' : `“${event.reason}”`].filter(Boolean).join(', ')
  return { difference, more: Math.max(differences.length - 1, 0), note }
}

/** What came with it, in words; ids and addresses stand elsewhere. */
export function detailNotes({ action, details }: Event): string[] {
  const { endedSessions, rows, format } = details
  if (action === 'events.exported') {
    const count = typeof rows === 'number' ? `${rows.toLocaleString('en')} ${rows === 1 ? 'event' : 'events'}` : ''
    return [format === 'csv' ? 'CSV' : 'JSON lines', count].filter(Boolean)
  }
  return typeof endedSessions === 'number'
    ? [`ended ${endedSessions} ${endedSessions === 1 ? 'session' : 'sessions'}`]
    : []
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** "Today, Tuesday 24 Nov 2026", in UTC. */
export function dayWords(day: Date, now: Date): string {
  const words = `${weekdays[day.getUTCDay()]} ${dateWords(day)}`
  const daysAgo = dayNumber(now) - dayNumber(day)
  if (daysAgo === 0) return `Today, ${words}`
  return daysAgo === 1 ? `Yesterday, ${words}` : words
}

export function clockWords(at: Date): string {
  return at.toISOString().slice(11, 19)
}

/** The events day by day, in their order. */
export function byDay(events: readonly Event[]): Array<{ day: Date; events: Event[] }> {
  const days: Array<{ day: Date; events: Event[] }> = []
  for (const event of events) {
    const last = days.at(-1)
    if (last && dayNumber(last.day) === dayNumber(event.createdAt)) last.events.push(event)
    else days.push({ day: event.createdAt, events: [event] })
  }
  return days
}

function dayNumber(at: Date): number {
  return Math.floor(at.getTime() / 86_400_000)
}
