'use client'

import { useState } from 'react'
import { momentWords, zoneWords } from '@/components/ui/chart-time'
import { Dialog } from '@/components/ui/dialog'
import { Cell, ColumnHeading, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { countWords, figureText } from './figure-words'
import type { Frame } from './performance-frame'
import type { StripPlan } from './strip-plans'
import { stripSentence } from './strip-words'

type Props = { plan: StripPlan; frame: Frame; zone: string; onClose: () => void }

/** The figures of a chart, newest first. They stand still, as nobody can read a table that moves. */
export function StripTable({ plan, frame: opened, zone, onClose }: Props) {
  const [frame] = useState(opened)
  const columns = [...plan.series.map((each) => ({ unit: plan.unit, ...each })), ...(plan.more ?? [])]
  const span = frame.to - frame.from
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={plan.title}
      description={stripSentence(plan, frame, zone, false)}
      size="lg"
      closesOutside
    >
      <section
        aria-label={`Figures: ${plan.title}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        data-autofocus=""
        className="max-h-[60vh] overflow-auto rounded-3 border border-line"
      >
        <Table label={plan.title} isPlain className="tabular-nums max-md:[&_:is(td,th)]:pe-2.5!">
          <caption className="px-4 py-2 text-start text-ink-3 text-sm">
            {plan.title}, {countWords(frame.points.length)} points of {stepWords(frame.step)}, newest first. Times in{' '}
            {zoneWords(zone, frame.to)}. It stands still while it is open.
          </caption>
          <TableHead className="sticky top-0 bg-raised">
            <Row>
              <ColumnHeading label="Time" />
              {columns.map(({ key, name }) => (
                <ColumnHeading key={key} label={name} className="text-end!" />
              ))}
            </Row>
          </TableHead>
          <TableBody>
            {frame.points
              .filter(({ at }) => at >= frame.from)
              .toReversed()
              .map((point) => (
                <Row key={point.at}>
                  <Cell className="whitespace-nowrap">{momentWords(point.at, zone, span)}</Cell>
                  {columns.map(({ key, unit }) => (
                    <Cell key={key} className="whitespace-nowrap text-end">
                      {figureText(point[key], unit)}
                    </Cell>
                  ))}
                </Row>
              ))}
          </TableBody>
        </Table>
      </section>
    </Dialog>
  )
}

function stepWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`
}
