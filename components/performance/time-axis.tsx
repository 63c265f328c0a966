'use client'

import { timeTicks } from '@/components/ui/chart-scale'
import { momentWords, zoneWords } from '@/components/ui/chart-time'
import { classNames } from '@/components/ui/class-names'
import type { Frame } from './performance-frame'
import { momentOf, type Pointed, pointAt } from './pointed'
import { type Signal, useSignal } from './signal'
import { nameColumn, plotColumn, stripRow } from './strips-look'

type Props = { frame: Signal<Frame>; pointed: Signal<Pointed | null>; zone: string | null }

/** The one axis of time under all strips, and the moment of the crosshair on it. */
export function TimeAxis({ frame: signal, pointed, zone }: Props) {
  const frame = useSignal(signal)
  const { from, to } = frame
  return (
    <div
      aria-hidden="true"
      className={classNames(stripRow, 'min-h-7 border-line border-t text-ink-3 text-xs tabular-nums')}
    >
      <span className={classNames(nameColumn, 'px-4 pt-1.5 max-md:hidden')}>
        {zone === null ? '' : `Times in ${zoneWords(zone, to)}`}
      </span>
      <div className={classNames(plotColumn, 'h-7')}>
        {zone === null || to <= from
          ? null
          : timeTicks(from, to, zone, 7).map(({ at, label }, index) => (
              <span
                key={at}
                className={classNames(
                  'absolute top-1.5 -translate-x-1/2 whitespace-nowrap',
                  index % 2 === 1 && 'max-md:hidden',
                )}
                style={{ left: `${((at - from) / (to - from)) * 100}%` }}
              >
                {label}
              </span>
            ))}
        {zone === null ? null : <PointedTime frame={frame} pointed={pointed} zone={zone} />}
      </div>
    </div>
  )
}

function PointedTime({
  frame,
  pointed: signal,
  zone,
}: {
  frame: Frame
  pointed: Signal<Pointed | null>
  zone: string
}) {
  const pointed = useSignal(signal)
  if (!pointed || frame.to <= frame.from) return null
  const at = pointAt(pointed, frame)?.at ?? momentOf(pointed, frame)
  const left = Math.min(Math.max(((at - frame.from) / (frame.to - frame.from)) * 100, 0), 100)
  return (
    <b
      className="absolute top-1 -translate-x-1/2 whitespace-nowrap rounded-1 bg-ink-2 px-1.5 py-px font-medium text-paper leading-4.5"
      style={{ left: `${left}%` }}
    >
      {momentWords(at, zone, frame.to - frame.from)}
    </b>
  )
}
