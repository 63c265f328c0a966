'use client'

import { useRef } from 'react'
import { useShortcuts } from '@/components/layout/shortcuts'
import { ColumnHeading, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { Event } from '@/server/events/event'
import { bodyLook, dayLook, dayRowLook, headLook, headRowLook, tableLook } from './audit-look'
import { AuditRow } from './audit-row'
import { byDay, dayWords } from './audit-words'

type Props = { events: readonly Event[]; now: Date; isLoading: boolean }

const columns = ['Time', 'Who', 'Action', 'User', 'Change', 'Via', 'Outcome'] as const

export function AuditTable({ events, now, isLoading }: Props) {
  const table = useRef<HTMLTableElement>(null)
  useShortcuts([
    { keys: 'j', label: 'Next event', group: 'Audit log', run: () => moveRow(table.current, 1) },
    { keys: 'k', label: 'Previous event', group: 'Audit log', run: () => moveRow(table.current, -1) },
    // Only for the list of keys: the focus is on the row's button, which Enter presses by itself
    { keys: 'Enter', label: 'Open or close the event', group: 'Audit log', run: () => undefined },
  ])

  return (
    <Table ref={table} label="Audit log" aria-busy={isLoading} className={tableLook}>
      <TableHead className={headLook}>
        <Row className={headRowLook}>
          {columns.map((label) => (
            <ColumnHeading key={label} label={label} className={label === 'Via' ? 'max-xl:hidden' : ''} />
          ))}
          <ColumnHeading label="Details" isLabelHidden />
        </Row>
      </TableHead>
      {byDay(events).map(({ day, events: ofDay }) => (
        <TableBody key={day.getTime()} className={bodyLook}>
          <Row className={dayRowLook}>
            {/* biome-ignore lint/a11y/noRedundantRoles: not redundant once the layout is a grid */}
            {/* biome-ignore lint/a11y/useSemanticElements: it is that element */}
            <th scope="rowgroup" role="rowheader" colSpan={8} className={dayLook}>
              {dayWords(day, now)}
            </th>
          </Row>
          {ofDay.map((event) => (
            <AuditRow key={event.id} event={event} />
          ))}
        </TableBody>
      ))}
    </Table>
  )
}

function moveRow(table: HTMLTableElement | null, step: 1 | -1) {
  const buttons = [...(table?.querySelectorAll<HTMLElement>('[data-row-button]') ?? [])]
  const here = buttons.findIndex((button) => button.matches(':focus'))
  const next = here === -1 ? 0 : Math.min(Math.max(here + step, 0), buttons.length - 1)
  buttons[next]?.focus()
}
