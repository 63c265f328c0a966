'use client'

import { momentWords } from '@/components/ui/chart-time'
import { classNames } from '@/components/ui/class-names'
import type { Frame } from './performance-frame'
import { moveByKey, type Pointed, pointAt, type Zoom } from './pointed'
import { type Signal, useSignal } from './signal'
import { stripPlans } from './strip-plans'
import { readingWords } from './strip-words'
import { overPlots } from './strips-look'

type Props = {
  frame: Signal<Frame>
  pointed: Signal<Pointed | null>
  zone: string | null
  onZoom: (zoom: Zoom) => void
}

/**
 * The crosshair for the keyboard and for screen readers: a slider over the moments of the charts, which says all figures
 * of its moment. It lies over the plots and lets the pointer through.
 */
export function TimeSlider({ frame: signal, pointed: pointedSignal, zone, onZoom }: Props) {
  const frame = useSignal(signal)
  const pointed = useSignal(pointedSignal)
  const point = pointAt(pointed, frame) ?? frame.points.at(-1)
  if (!point || zone === null) return null
  return (
    <>
      <p id="performance-keys" className="sr-only">
        Arrows move from point to point, with Shift they choose a stretch, Enter looks into it, Escape leaves.
      </p>
      <div
        role="slider"
        tabIndex={0}
        aria-label="Moment"
        aria-describedby="performance-keys"
        aria-valuemin={Math.round(frame.points[0]?.at ?? frame.from)}
        aria-valuemax={Math.round(frame.points.at(-1)?.at ?? frame.to)}
        aria-valuenow={Math.round(point.at)}
        aria-valuetext={momentText(point, frame, zone)}
        onKeyDown={(event) => moveByKey(event, pointedSignal, frame, onZoom)}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) pointedSignal.set({ at: point.at })
        }}
        onBlur={() => pointedSignal.set(null)}
        className={classNames(overPlots, 'pointer-events-none inset-y-0 rounded-2 focus-visible:-outline-offset-2')}
      />
    </>
  )
}

function momentText(point: Parameters<typeof readingWords>[1], frame: Frame, zone: string): string {
  const figures = stripPlans.map((plan) => `${plan.title} ${readingWords(plan, point)}`)
  return `${momentWords(point.at, zone, frame.to - frame.from)}: ${figures.join('; ')}`
}
