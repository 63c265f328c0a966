'use client'

import { useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import type { PerformanceMark } from '@/server/performance/performance'
import { Marks } from './marks'
import type { Frame } from './performance-frame'
import { type Pointed, pointerHandlers, type Zoom } from './pointed'
import { createSignal, type Signal } from './signal'
import { Strip } from './strip'
import { stripPlans } from './strip-plans'
import { StripTable } from './strip-table'
import { TimeAxis } from './time-axis'
import { TimeSlider } from './time-slider'

/** By the id of a strip: from where on an alert fires, in its unit. */
export type StripLimits = Readonly<Record<string, readonly number[]>>

type Props = {
  frame: Signal<Frame>
  marks: readonly PerformanceMark[]
  limits?: StripLimits
  zone: string | null
  isNow: boolean
  isBehind: boolean
  onZoom: (zoom: Zoom) => void
}

const none: readonly number[] = []

/** All charts under each other on one axis of time, what happened meanwhile above, one crosshair over all. */
export function Strips({ frame, marks, limits, zone, isNow, isBehind, onZoom }: Props) {
  const [pointed] = useState(() => createSignal<Pointed | null>(null))
  const [asTable, setAsTable] = useState<string | null>(null)
  const table = stripPlans.find(({ id }) => id === asTable)
  return (
    <div
      className={classNames(
        'relative mx-gutter rounded-3 border border-line bg-paper',
        isBehind && 'opacity-55 transition-opacity delay-150',
      )}
      aria-busy={isBehind}
      {...pointerHandlers(pointed, frame, onZoom)}
    >
      <Marks marks={marks} frame={frame} zone={zone} />
      {stripPlans.map((plan) => (
        <Strip
          key={plan.id}
          plan={plan}
          frame={frame}
          pointed={pointed}
          marks={marks}
          limits={limits?.[plan.id] ?? none}
          zone={zone}
          isNow={isNow}
          onTable={() => setAsTable(plan.id)}
        />
      ))}
      <TimeAxis frame={frame} pointed={pointed} zone={zone} />
      <TimeSlider frame={frame} pointed={pointed} zone={zone} onZoom={onZoom} />
      {table ? (
        <StripTable plan={table} frame={frame.get()} zone={zone ?? 'UTC'} onClose={() => setAsTable(null)} />
      ) : null}
    </div>
  )
}
