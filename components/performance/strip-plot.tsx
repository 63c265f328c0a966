'use client'

import { useEffect, useRef } from 'react'
import { type Chart, createChart } from '@/components/ui/chart'
import { valueAxis } from '@/components/ui/chart-scale'
import { classNames } from '@/components/ui/class-names'
import { axisWords } from './figure-words'
import { endOf, lasts } from './marks-layout'
import { columnsOf } from './performance-columns'
import { useSignal } from './signal'
import type { StripProps } from './strip'
import { StripCrosshair } from './strip-crosshair'
import type { StripPlan, StripSeries } from './strip-plans'
import { stripSentence } from './strip-words'
import { plotColumn } from './strips-look'

const phoneHeights = { low: 'max-md:h-16', mid: 'max-md:h-18', tall: 'max-md:h-32' }

/** The lines of a strip, the values at its right edge, and the crosshair. */
export function StripPlot({ plan, frame: signal, pointed, marks, limits, zone, isNow }: Omit<StripProps, 'onTable'>) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart>(null)
  const frame = useSignal(signal)
  const drawn = drawnOf(plan)
  const { times, values } = columnsOf(
    frame,
    drawn.map(({ key }) => key),
  )
  const highest = Math.max(0, ...values.flat().map((value) => value ?? 0))
  const axis = valueAxis(Math.max(highest, ...limits.filter((limit) => limit <= 2 * highest)), {
    count: plan.size === 'tall' ? 3 : 2,
    least: plan.least,
    isWhole: plan.isWhole,
  })
  const labels = axisWords(axis.ticks, plan.unit)

  // Effects, because a canvas stands outside of React
  useEffect(() => {
    if (!box.current) return
    chart.current = createChart(box.current, drawnOf(plan))
    return () => chart.current?.destroy()
  }, [plan])
  useEffect(() => {
    const { from, to } = frame
    chart.current?.draw({
      from,
      to,
      top: axis.top,
      times,
      values,
      grid: axis.ticks,
      limits,
      bands: marks
        .filter((mark) => lasts(mark) && mark.kind !== 'alert' && mark.at < to && endOf(mark, frame) > from)
        .map((mark) => ({ from: mark.at, to: endOf(mark, frame) })),
      moments: momentsOf(marks),
    })
    // Each drawing of this component is for a new frame or new marks
  })

  return (
    <div data-plot="" className={classNames(plotColumn, 'touch-pan-y select-none', phoneHeights[plan.size])}>
      <div
        ref={box}
        role="img"
        aria-label={zone === null ? plan.title : stripSentence(plan, frame, zone, isNow)}
        className="absolute inset-0 [&_.u-over]:hidden [&_.u-under]:hidden [&_canvas]:block [&_canvas]:size-full"
      />
      {axis.ticks.map((tick, index) => (
        <span
          key={tick}
          aria-hidden="true"
          className="absolute start-full -translate-y-1/2 whitespace-nowrap ps-1.5 text-ink-3 text-xs tabular-nums"
          style={{ top: `${(1 - tick / axis.top) * 100}%` }}
        >
          {labels[index]}
        </span>
      ))}
      {limits.map((limit) =>
        limit > axis.top ? null : (
          <span
            key={limit}
            aria-hidden="true"
            className="absolute start-1 -translate-y-full whitespace-nowrap rounded-1 bg-paper/80 px-0.5 text-warn-ink text-xs leading-3.5 tabular-nums"
            style={{ top: `${(1 - limit / axis.top) * 100}%` }}
          >
            alert above {axisWords([limit], plan.unit)}
          </span>
        ),
      )}
      <StripCrosshair plan={plan} drawn={drawn} frame={frame} pointed={pointed} top={axis.top} />
    </div>
  )
}

type DrawnSeries = Extract<StripSeries, { colour: unknown }>

/** What the canvas draws, the first of the legend last and so on top. */
function drawnOf({ series }: StripPlan): DrawnSeries[] {
  return series.filter((each): each is DrawnSeries => each.look !== null).toReversed()
}

/** What happens at once, and where an alert begins and ends: one that lasts for days would tint everything. */
function momentsOf(marks: StripProps['marks']) {
  return marks.flatMap(({ at, until, kind }) => {
    const isAlert = kind === 'alert'
    if (!isAlert && until !== undefined) return []
    return [at, ...(until == null ? [] : [until])].map((moment) => ({ at: moment, isAlert }))
  })
}
