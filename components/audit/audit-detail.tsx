import Link from 'next/link'
import type { ReactNode } from 'react'
import { UndoButton } from '@/components/layout/undo-button'
import { CopyButton } from '@/components/ui/copy-button'
import { Differences } from '@/components/ui/difference'
import { ExactTime } from '@/components/ui/relative-time'
import { exactWords } from '@/components/ui/time-words'
import type { Event, SubjectKind } from '@/server/events/event'
import { deviceName } from '@/server/sessions/session'
import { auditHref } from './audit-address'
import { detailNotes } from './audit-words'
import { eventCause, eventVerb, fieldDifferences, viaName } from './event-words'
import { isUndoable } from './undo-words'

/** All that is known of an event. */
export function AuditDetail({ event }: { event: Event }) {
  const differences = fieldDifferences(event)
  const cause = eventCause(event)
  return (
    <>
      <div className="min-w-0">
        {differences.length > 0 ? <Differences changes={differences} /> : null}
        {cause ? <p className="text-ink-2">Nothing was changed: {cause}.</p> : null}
        {differences.length === 0 && cause === null ? <p className="text-ink-3">No field was changed.</p> : null}
      </div>
      <dl className="grid min-w-0 grid-cols-[max-content_minmax(0,1fr)] content-start gap-x-3 gap-y-1 text-sm leading-4.5">
        {factsOf(event).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {isUndoable(event) ? (
        <div>
          <UndoButton eventId={event.id} what={`${eventVerb(event)}, ${exactWords(event.createdAt)}`} />
        </div>
      ) : null}
    </>
  )
}

const kindNames: Record<SubjectKind, string> = {
  user: 'User',
  settings: 'Settings',
  alert: 'Alert',
  'alert-rule': 'Rule',
  webhook: 'Webhook',
  instance: 'Instance',
}

type Fact = [name: string, value: ReactNode]

function factsOf(event: Event): Fact[] {
  const { subject, reason, ip, userAgent, requestId, details } = event
  const versions = event.changes.map(({ version }) => (version > 1 ? `${version - 1} to ${version}` : '1'))
  const from = [viaName(event.via), ip, userAgent === null ? null : deviceName(userAgent)].filter(Boolean).join(', ')
  const facts: Array<Fact | null> = [
    ['When', <ExactTime key="when" at={event.createdAt} />],
    ['Who', <Party key="who" id={event.actorId} label={event.actorLabel} />],
    subject && subject.label !== event.actorLabel
      ? [
          kindNames[subject.kind],
          <Party key="user" id={subject.kind === 'user' ? subject.id : null} label={subject.label} />,
        ]
      : null,
    reason === null ? null : ['Reason', reason],
    detailNotes(event).length === 0 ? null : ['With it', detailNotes(event).join(', ')],
    typeof details.filter === 'string' ? ['Filter', details.filter || 'none'] : null,
    versions.length === 0 ? null : ['Version', versions.join(', ')],
    [
      'From',
      <span key="from" title={userAgent ?? undefined}>
        {from}
      </span>,
    ],
    ['Request', <Request key="request" id={requestId} />],
  ]
  return facts.filter((fact) => fact !== null)
}

/** Leads to all that happened in the same request. */
function Request({ id }: { id: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <Link href={auditHref({ request: id })} prefetch={false} className="font-mono underline-offset-3 hover:underline">
        {id}
      </Link>
      <CopyButton text={id} label="Copy request id" className="-my-1.5" />
    </span>
  )
}

function Party({ id, label }: { id: string | null; label: string }) {
  if (id === null) return <bdi>{label}</bdi>
  return (
    <Link
      href={`/users/${id}`}
      prefetch={false}
      className="font-medium text-accent-ink underline-offset-3 hover:underline"
    >
      <bdi>{label || id}</bdi>
    </Link>
  )
}
