import { UndoButton } from '@/components/layout/undo-button'
import { Avatar } from '@/components/ui/avatar'
import { Differences } from '@/components/ui/difference'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { exactWords } from '@/components/ui/time-words'
import { nameInLabel } from '@/server/auth/actor'
import type { Event } from '@/server/events/event'
import { eventCause, eventNotes, eventVerb, fieldDifferences } from './event-words'
import { SystemMark } from './system-mark'
import { isUndoable } from './undo-words'

type Props = {
  /** What happened to whom: "History of Ada Lovelace" */
  label: string
  events: readonly Event[]
  now: Date
  /** Whether each entry that can be undone offers it: in a history, not in the extract of one */
  hasUndo?: boolean
}

/** What happened, newest first: who, what, when, how, why, and every field before and after. */
export function EventList({ label, events, now, hasUndo = false }: Props) {
  return (
    <ol aria-label={label}>
      {events.map((event) => (
        <EventEntry key={event.id} event={event} now={now} hasUndo={hasUndo} />
      ))}
    </ol>
  )
}

function EventEntry({ event, now, hasUndo }: { event: Event; now: Date; hasUndo: boolean }) {
  const who = nameInLabel(event.actorLabel)
  const cause = eventCause(event)
  const differences = fieldDifferences(event)
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 gap-y-2 border-line px-4 py-3 md:grid-cols-[1.25rem_minmax(0,1fr)_auto] [&+li]:border-t">
      {event.actorId === null ? <SystemMark /> : <Avatar name={who} seed={event.actorId} size="sm" />}
      <div className="min-w-0">
        <p className="wrap-anywhere">
          <strong title={event.actorLabel}>
            <bdi>{who}</bdi>
          </strong>{' '}
          {eventVerb(event)}
          {event.outcome === 'done' ? null : (
            <span className="ms-2">
              <Tag tone="bad">{event.outcome === 'refused' ? 'Refused' : 'Failed'}</Tag>
            </span>
          )}
        </p>
        <p className="wrap-anywhere text-ink-3 text-sm">
          <RelativeTime at={event.createdAt} now={now} />
          {eventNotes(event).map((note) => (
            <span key={note}> · {note}</span>
          ))}
        </p>
        {cause ? <p className="text-ink-2 text-sm">Nothing was changed: {cause}.</p> : null}
        {differences.length > 0 ? (
          <div className="mt-1">
            <Differences changes={differences} />
          </div>
        ) : null}
      </div>
      {hasUndo && isUndoable(event) ? (
        <div className="max-md:col-start-2">
          <UndoButton eventId={event.id} what={`${eventVerb(event)}, ${exactWords(event.createdAt)}`} />
        </div>
      ) : null}
    </li>
  )
}
