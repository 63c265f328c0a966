'use client'

import { Check, ChevronRight, CircleX, Square } from 'lucide-react'
import { type MouseEvent, type ReactNode, useId, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { Cell, Row } from '@/components/ui/table'
import { exactWords } from '@/components/ui/time-words'
import { nameInLabel } from '@/server/auth/actor'
import type { Event, EventOutcome } from '@/server/events/event'
import { AuditDetail } from './audit-detail'
import { cells, detailLook, detailRowLook, rowLook } from './audit-look'
import { actionWords, clockWords, eventSummary, outcomeNames, subjectName } from './audit-words'
import { viaName } from './event-words'
import { LineDifference } from './line-difference'
import { SystemMark } from './system-mark'

/** One event in a line; its button, or a press anywhere on it, opens all that is known of it. */
export function AuditRow({ event }: { event: Event }) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const who = nameInLabel(event.actorLabel)
  const name = subjectName(event)

  return (
    <>
      <Row className={rowLook(isOpen)} onClick={(press) => isPlainPress(press) && setOpen(!isOpen)}>
        <Cell className={cells.time}>
          <time dateTime={event.createdAt.toISOString()} title={exactWords(event.createdAt)}>
            {clockWords(event.createdAt)}
          </time>
        </Cell>
        <Cell className={cells.who}>
          {event.actorId === null ? <SystemMark /> : <Avatar name={who} seed={event.actorId} size="sm" />}
          <bdi title={event.actorLabel} className="truncate">
            {who}
          </bdi>
        </Cell>
        <Cell className={cells.action}>{actionWords(event)}</Cell>
        <Cell className={cells.subject}>{name ? <bdi title={event.subject?.label}>{name}</bdi> : null}</Cell>
        <Cell className={cells.change}>
          <Summary event={event} />
        </Cell>
        <Cell className={cells.via}>{viaName(event.via)}</Cell>
        <Cell className={cells.outcome}>
          <Outcome outcome={event.outcome} />
        </Cell>
        <Cell className={cells.toggle}>
          <IconButton
            variant="quiet"
            size="sm"
            label={`Details: ${who}, ${clockWords(event.createdAt)}`}
            icon={<ChevronRight className={classNames('transition-transform', isOpen && 'rotate-90')} />}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            data-row-button=""
            className="max-md:size-9"
            onClick={() => setOpen(!isOpen)}
          />
        </Cell>
      </Row>
      {isOpen ? (
        <Row id={id} className={detailRowLook}>
          <Cell colSpan={8} className={detailLook}>
            <AuditDetail event={event} />
          </Cell>
        </Row>
      ) : null}
    </>
  )
}

/** In one line, where each side of a change is cut by itself, so that both can be seen. */
function Summary({ event }: { event: Event }) {
  const { difference, more, note } = eventSummary(event)
  if (!difference) return note ? <span className="block truncate">{note}</span> : null
  const { field, before, after } = difference
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="flex-none">{field}</span>
      <LineDifference before={before} after={after} />
      {more > 0 ? <span className="flex-none">+{more}</span> : null}
      {note ? <span className="min-w-0 flex-1 truncate">{note}</span> : null}
    </span>
  )
}

const outcomeLooks: Record<EventOutcome, [look: string, icon: ReactNode]> = {
  done: ['text-ink-2', <Check key="icon" className="size-3.5 text-ok-ink" />],
  refused: ['text-warn-ink', <Square key="icon" className="size-3" />],
  failed: ['text-bad-ink', <CircleX key="icon" className="size-3.5" />],
}

function Outcome({ outcome }: { outcome: EventOutcome }) {
  const [look, icon] = outcomeLooks[outcome]
  return (
    <span className={classNames('inline-flex items-center gap-1.5', look)}>
      {icon}
      {outcomeNames[outcome]}
    </span>
  )
}

/** Not on a button or link of the row, and not the end of marking a text. */
function isPlainPress({ target }: MouseEvent): boolean {
  const isControl = target instanceof Element && target.closest('button, a') !== null
  return !isControl && getSelection()?.isCollapsed !== false
}
