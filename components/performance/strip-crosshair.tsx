'use client'

import { classNames } from '@/components/ui/class-names'
import type { PerformancePoint } from '@/server/performance/performance'
import type { Frame } from './performance-frame'
import { momentOf, type Pointed, pointAt } from './pointed'
import { type Signal, useSignal } from './signal'
import type { StripPlan, StripSeries } from './strip-plans'
import { readingWords } from './strip-words'

type Props = {
  plan: StripPlan
  drawn: ReadonlyArray<Extract<StripSeries, { colour: unknown }>>
  frame: Frame
  pointed: Signal<Pointed | null>
  /** Where the value axis ends */
  top: number
}

/** Where the crosshair crosses this strip: a line, a disc on each figure, and the figures in words. */
export function StripCrosshair({ plan, drawn, frame, pointed: signal, top }: Props) {
  const pointed = useSignal(signal)
  if (!pointed || frame.to <= frame.from) return null
  const point = pointAt(pointed, frame)
  const here = placeOf(point?.at ?? momentOf(pointed, frame), frame)
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      {pointed.anchor === undefined ? null : <Chosen from={placeOf(pointed.anchor, frame)} to={here} />}
      <div className="absolute inset-y-0 w-px bg-chart-cross" style={{ left: `${here}%` }} />
      {point ? <Discs drawn={drawn} point={point} left={here} top={top} /> : null}
      <div className="absolute" style={readingStyle(plan, point, here, top)}>
        <p className="-translate-y-1/2 mx-2 w-fit rounded-1 bg-paper/85 px-1 font-medium text-ink text-xs tabular-nums leading-3.5">
          {point ? readingWords(plan, point) : 'no figures'}
        </p>
      </div>
    </div>
  )
}

function Chosen({ from, to }: { from: number; to: number }) {
  const [left, right] = [Math.min(from, to), Math.max(from, to)]
  return (
    <div
      className="absolute inset-y-0 bg-chart-line/15 forced-colors:bg-[Highlight] forced-colors:opacity-30"
      style={{ left: `${left}%`, width: `${right - left}%` }}
    />
  )
}

const discColours = {
  line: 'bg-chart-line',
  p50: 'bg-chart-p50',
  p95: 'bg-chart-p95',
  p99: 'bg-chart-p99',
  teal: 'bg-chart-teal',
  amber: 'bg-chart-amber',
  bad: 'bg-chart-bad',
  target: 'bg-chart-target',
} as const

function Discs({ drawn, point, left, top }: Pick<Props, 'drawn' | 'top'> & { point: PerformancePoint; left: number }) {
  return drawn.map(({ key, colour, look }) => {
    const value = point[key]
    if (value === null || look === 'steps' || (look === 'bars' && value === 0)) return null
    return (
      <span
        key={key}
        className={classNames('absolute -m-[3.5px] size-[7px] rounded-full ring-2 ring-paper', discColours[colour])}
        style={{ left: `${left}%`, top: `${heightOf(value, top)}%` }}
      />
    )
  })
}

/** Beside the highest figure, inside the strip, and on the side with more room. */
function readingStyle({ figure }: StripPlan, point: PerformancePoint | null, here: number, top: number) {
  const height = Math.min(Math.max(heightOf(point?.[figure.key] ?? 0, top), 12), 86)
  const isLate = here > 55
  return { top: `${height}%`, ...(isLate ? { right: `${100 - here}%` } : { left: `${here}%` }) }
}

function heightOf(value: number, top: number): number {
  return (1 - Math.min(value / top, 1)) * 100
}

function placeOf(at: number, { from, to }: Frame): number {
  return Math.min(Math.max(((at - from) / (to - from)) * 100, 0), 100)
}
