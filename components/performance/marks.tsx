'use client'

import { useEffect, useRef, useState } from 'react'
import { momentWords } from '@/components/ui/chart-time'
import { classNames } from '@/components/ui/class-names'
import type { PerformanceMark } from '@/server/performance/performance'
import { fillOf, Mark, MarkIcon, type MomentOf } from './mark'
import { placeMarks } from './marks-layout'
import type { Frame } from './performance-frame'
import { type Signal, useSignal } from './signal'
import { nameColumn, plotColumn, stripRow } from './strips-look'

type Props = { marks: readonly PerformanceMark[]; frame: Signal<Frame>; zone: string | null }

/** What people and the program did, on the axis of the charts: what lasts above, what happens at once below. */
export function Marks({ marks, frame: signal, zone }: Props) {
  const frame = useSignal(signal)
  const [row, width] = useWidth()
  const { spans, pins } = placeMarks(marks, { ...frame, width, hasLabels: width > 480 })
  const momentOf: MomentOf = ({ at, until }) => {
    if (zone === null) return ''
    const words = (moment: number) => momentWords(moment, zone, frame.to - frame.from)
    if (until === undefined) return words(at)
    return until === null ? `since ${words(at)}` : `${words(at)} to ${words(until)}`
  }
  return (
    <section aria-label="What happened" className={classNames(stripRow, 'rounded-t-[7px] bg-frame')}>
      <p aria-hidden="true" className={classNames(nameColumn, 'px-4 py-1 text-ink-3 text-sm leading-6 max-md:hidden')}>
        Jobs, alerts
        <br />
        Changes, deploys
      </p>
      <div ref={row} className={classNames(plotColumn, 'h-14.5')}>
        {marks.length === 0 ? <p className="sr-only">Nothing was changed or deployed, and no alert fired.</p> : null}
        <ul aria-label="Jobs and alerts">
          {spans.map((placed) => (
            <li
              key={placed.id}
              className="absolute top-1 h-6 min-w-6"
              style={{ left: placed.left, width: placed.width }}
            >
              <Mark placed={placed} momentOf={momentOf}>
                <span
                  className={classNames('block h-4.5 rounded-1 forced-colors:border', fillOf(placed))}
                  style={{ width: placed.width }}
                />
              </Mark>
            </li>
          ))}
        </ul>
        <ul aria-label="Changes and deploys">
          {pins.map((placed) => (
            <li key={placed.id} className="absolute top-7.5 -ms-3 size-6" style={{ left: placed.left }}>
              <Mark placed={placed} momentOf={momentOf}>
                <span className={classNames('mx-auto grid size-4.5 place-items-center rounded-full', fillOf(placed))}>
                  <MarkIcon placed={placed} />
                </span>
              </Mark>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** How wide the plots are; about that before it is known. */
function useWidth() {
  const row = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(800)
  // An effect, because only the browser knows
  useEffect(() => {
    if (!row.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width))
    observer.observe(row.current)
    return () => observer.disconnect()
  }, [])
  return [row, width] as const
}
