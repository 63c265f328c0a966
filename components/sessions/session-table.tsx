import { Laptop, Smartphone, SquareTerminal } from 'lucide-react'
import { RelativeTime } from '@/components/ui/relative-time'
import { SubmitButton } from '@/components/ui/submit-button'
import { Cell, ColumnHeading, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import type { Session } from '@/server/sessions/session'
import { endLabels } from './session-words'

type Props = {
  sessions: readonly Session[]
  now: Date
  /** Ends the one that the form names by `sessionId`; null where the person may not */
  end: ((form: FormData) => void) | null
}

/** Where somebody is signed in. On a phone each session is a card. */
export function SessionTable({ sessions, now, end }: Props) {
  const labels = endLabels(sessions)
  return (
    <Table label="Sessions" className="max-md:block">
      <TableHead className="max-md:sr-only">
        <Row className="h-8 border-line border-b">
          <ColumnHeading label="Device" className="ps-4" />
          <ColumnHeading label="IP address" />
          <ColumnHeading label="Last used" />
          <ColumnHeading label="Since" className="max-xl:hidden" />
          <ColumnHeading label="End" isLabelHidden />
        </Row>
      </TableHead>
      <TableBody className="max-md:block">
        {sessions.map((session) => (
          <Row key={session.id} className={rowLook}>
            <Cell className="py-1.5 ps-4 max-md:p-0">
              <Device session={session} />
            </Cell>
            <Cell className="wrap-anywhere pe-4 text-ink-2 tabular-nums max-md:row-start-2 max-md:ps-7 max-md:text-sm">
              {session.ip ?? <span className="text-ink-3">Unknown</span>}
            </Cell>
            <Cell className="whitespace-nowrap pe-4 max-md:row-start-2 max-md:pe-0 max-md:text-ink-3 max-md:text-sm">
              <RelativeTime at={session.lastUsedAt} now={now} />
            </Cell>
            <Cell className="whitespace-nowrap pe-4 max-xl:hidden">
              <RelativeTime at={session.createdAt} now={now} />
            </Cell>
            <Cell className="pe-4 text-end max-md:col-start-2 max-md:row-start-1 max-md:pe-0">
              {session.isCurrent ? (
                <Tag tone="accent">This one</Tag>
              ) : end ? (
                <form action={end}>
                  <input type="hidden" name="sessionId" value={session.id} />
                  <SubmitButton variant="default" size="sm" aria-label={labels.get(session.id)}>
                    End
                  </SubmitButton>
                </form>
              ) : null}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

const rowLook =
  'h-12 border-line border-b last:border-b-0 hover:bg-hover max-md:grid max-md:h-auto max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-3 max-md:px-4 max-md:py-3'

function Device({ session: { device } }: { session: Session }) {
  const isPhone = /iPhone|iPad|Android/.test(device)
  const isBrowser = / on |^(Chrome|Firefox|Safari|Edge|Opera|Vivaldi|Samsung Internet)$/.test(device)
  const Icon = isPhone ? Smartphone : isBrowser ? Laptop : SquareTerminal
  return (
    <span className="flex items-center gap-3">
      <Icon className="text-ink-3" />
      <span className="wrap-anywhere font-medium">{device}</span>
    </span>
  )
}
