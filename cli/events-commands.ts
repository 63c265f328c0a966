import { eventJson } from '@/http/event-json'
import { listEvents } from '@/server/events/audit-service'
import type { Event, FieldValues } from '@/server/events/event'
import { parseEventQuery } from '@/server/events/event-filter'
import { paramsOf } from './asked-params'
import type { Command } from './command'
import { printable } from './layout'

const list: Command = {
  name: 'events list',
  parameters: [],
  about: 'List what happened, newest first, with every field before and after',
  options: {
    actor: { value: 'WHO', about: 'Who did it: an id, an address, or part of the name or address' },
    subject: { value: 'WHOM', about: 'About whom or what: the same' },
    action: { value: 'ACTION,…', about: 'Such as user.created or session.refused' },
    via: { value: 'DOOR,…', about: 'web, api, cli, import, system' },
    outcome: { value: 'OUTCOME,…', about: 'done, refused, failed' },
    from: { value: 'TIME', about: 'A date, or a time such as 2026-11-22T12:00:00Z' },
    to: { value: 'TIME', about: 'The same; a date means until its end' },
    request: { value: 'ID', about: 'The request that an error message names' },
    limit: { value: 'N', about: 'How many on a page: 1 to 100' },
    cursor: { value: 'CURSOR', about: 'Which page: as it stands below the one before' },
  },
  async run(input) {
    const { events, next, previous, limit } = await listEvents(input.actor, parseEventQuery(paramsOf(this, input)))
    const shown = events.length > 0 ? events.map(eventText) : ['Nothing matches.']
    return {
      json: { data: events.map(eventJson), page: { next, previous, limit } },
      text: [...shown, ...(next === null ? [] : [`There are more: --cursor ${next}`])].join('\n'),
    }
  },
}

export const eventsCommands: Command[] = [list]

function eventText(event: Event): string {
  const at = event.createdAt.toISOString().slice(0, 19).replace('T', ' ')
  const outcome = event.code === null ? event.outcome : `${event.outcome} (${event.code})`
  const about = event.subject === null ? '' : `: ${event.subject.label || event.subject.id}`
  const who = `${event.actorLabel} (${event.via})`
  const more = [
    ...event.changes.flatMap(({ before, after }) => Object.keys(after).map((field) => fieldText(field, before, after))),
    ...(event.reason === null ? [] : [`reason: ${event.reason}`]),
    `request: ${event.requestId}`,
  ]
  return [`${at}  ${event.action} ${outcome}${about}`, `    by ${who}`, ...more.map((line) => `    ${line}`)]
    .map(printable)
    .join('\n')
}

function fieldText(field: string, before: FieldValues, after: FieldValues): string {
  const said = (value: FieldValues[string] | undefined) => (value === null || value === undefined ? '–' : String(value))
  return `${field}: ${said(before[field])} → ${said(after[field])}`
}
