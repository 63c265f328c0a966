import { RelativeTime } from '@/components/ui/relative-time'
import { StatusMark } from '@/components/ui/status-mark'
import { Cell, ColumnHeading, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import { alertTitle, figureWords, secondsWords } from '@/server/alerts/words'
import type { SeenAlert } from './alert-answer'

/** One row for each alert, the newest first. On a phone each is a card. */
export function AlertTable({ alerts, now }: { alerts: readonly SeenAlert[]; now: Date }) {
  return (
    <Table label="Alerts" className="max-md:block">
      <TableHead className="max-md:sr-only">
        <Row className="h-8 border-line border-b">
          <ColumnHeading label="Alert" className="ps-4" />
          <ColumnHeading label="Fired" />
          <ColumnHeading label="Figure" />
          <ColumnHeading label="Acknowledged" />
          <ColumnHeading label="Over" className="pe-4" />
        </Row>
      </TableHead>
      <TableBody className="max-md:block">
        {alerts.map((alert) => (
          <Row key={alert.id} className={rowLook}>
            <Cell className="wrap-anywhere py-2 ps-4 pe-4 max-md:p-0">
              <StatusMark tone={alert.resolvedAt ? 'off' : alert.severity === 'critical' ? 'bad' : 'warn'}>
                <span className="whitespace-normal font-medium">{alertTitle(alert)}</span>
              </StatusMark>
              <span className="ms-2 inline-flex gap-1 align-middle">
                {alert.severity === 'critical' ? <Tag tone="bad">Critical</Tag> : null}
                {alert.isTest ? <Tag>Test</Tag> : null}
                {alert.isSilenced && !alert.resolvedAt ? <Tag>Silenced</Tag> : null}
              </span>
            </Cell>
            <Cell className={noteLook}>
              <span className="md:hidden">Fired </span>
              <RelativeTime at={alert.firedAt} now={now} />
            </Cell>
            <Cell className={`${noteLook} tabular-nums`}>{figures(alert)}</Cell>
            <Cell className={`${noteLook} wrap-anywhere whitespace-normal`}>
              {alert.acknowledgedBy ? (
                <>
                  <span className="md:hidden">Acknowledged by </span>
                  <bdi title={alert.acknowledgedBy}>{nameOf(alert.acknowledgedBy)}</bdi>
                </>
              ) : (
                <span className="text-ink-3 max-md:hidden">Nobody</span>
              )}
            </Cell>
            <Cell className={noteLook}>{end(alert)}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

const rowLook =
  'min-h-11 border-line border-b last:border-b-0 hover:bg-hover max-md:grid max-md:gap-0.5 max-md:px-4 max-md:py-3'
const noteLook = 'pe-4 max-md:text-ink-3 max-md:text-sm md:whitespace-nowrap'

/** "562 ms, worst 700 ms, a-3f2e" */
function figures({ rule, figure, worst, instance, isTest }: SeenAlert): string {
  if (isTest) return 'None'
  return [
    figureWords(rule, figure),
    worst === figure ? '' : `worst ${figureWords(rule, worst)}`,
    instance === null ? '' : `on ${instance}`,
  ]
    .filter(Boolean)
    .join(', ')
}

function end({ resolvedAt, firedAt, isTest }: SeenAlert): string {
  if (isTest) return 'At once'
  if (resolvedAt === null) return 'Still open'
  return `After ${secondsWords(Math.max(1, Math.round((Date.parse(resolvedAt) - Date.parse(firedAt)) / 1000)))}`
}

/** The name in a label: "Ada Lovelace" of "Ada Lovelace <ada@example.com>". */
function nameOf(label: string): string {
  return /^(.+) <[^<>]+>$/.exec(label)?.[1] ?? label
}
