'use client'

import { ListFilters, ListTools } from '@/components/layout/list-page'
import { Facet } from '@/components/ui/facet'
import { vias } from '@/server/auth/actor'
import { type Event, eventActions, eventOutcomes } from '@/server/events/event'
import type { EventFilter, EventQuery } from '@/server/events/event-query'
import { filteredHref } from './audit-address'
import { AuditClear } from './audit-blank'
import { AuditChoiceChip } from './audit-choice-chip'
import { AuditTextChip } from './audit-text-chip'
import { AuditTimeChip } from './audit-time-chip'
import { nameOfActor, nameOfSubject, outcomeNames } from './audit-words'
import { actionName, viaName } from './event-words'

type Props = { query: EventQuery; events: readonly Event[]; onGo: (href: string) => void }

/** Everything that narrows the log. */
export function AuditFilters({ query, events, onGo }: Props) {
  const filter = (change: Partial<EventFilter>) => onGo(filteredHref(query, change))
  return (
    <ListTools>
      <ListFilters>
        <AuditTimeChip from={query.from} to={query.to} onChange={filter} />
        <AuditTextChip
          label="Who"
          hint="Who did it: a name, an address or an id, or part of it"
          value={query.actor}
          words={nameOfActor(query.actor, events)}
          onChange={(actor) => filter({ actor })}
        />
        <AuditTextChip
          label="User"
          hint="Whom it was about: a name, an address or an id, or part of it"
          value={query.subject}
          words={nameOfSubject(query.subject, events)}
          onChange={(subject) => filter({ subject })}
        />
        <AuditChoiceChip
          label="Action"
          many="actions"
          options={eventActions.map((value) => ({ value, label: actionName(value), group: groupOf(value) }))}
          chosen={query.action}
          onChange={(action) => filter({ action })}
        />
        <AuditChoiceChip
          label="Via"
          many="ways"
          options={vias.map((value) => ({ value, label: viaName(value), group: '' }))}
          chosen={query.via}
          onChange={(via) => filter({ via })}
        />
        <Facet
          label="Outcome"
          // Counting them would cost more than the list itself
          values={eventOutcomes.map((value) => ({ value, label: outcomeNames[value], count: '' }))}
          chosen={query.outcome}
          onToggle={(outcome) => filter({ outcome: toggled(query.outcome, outcome) })}
        />
        {query.request === '' ? null : (
          <AuditTextChip
            label="Request"
            hint="The id of a request, as an error names it"
            value={query.request}
            words={query.request.slice(-8)}
            onChange={(request) => filter({ request })}
          />
        )}
        <AuditClear query={query} onGo={onGo} />
      </ListFilters>
    </ListTools>
  )
}

const groups: Record<string, string> = {
  user: 'Users',
  session: 'Sessions',
  token: 'Tokens',
  settings: 'Settings',
  events: 'Audit log',
  system: 'Roster',
}

function groupOf(action: string): string {
  const noun = action.slice(0, action.indexOf('.'))
  return groups[noun] ?? noun
}

function toggled<Value>(chosen: readonly Value[], value: Value): Value[] {
  return chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
}
