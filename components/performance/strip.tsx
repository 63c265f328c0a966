'use client'

import { Table2 } from 'lucide-react'
import { useId } from 'react'
import { IconButton } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import type { PerformanceMark } from '@/server/performance/performance'
import { figureText } from './figure-words'
import { type Frame, pointOfNow } from './performance-frame'
import type { Pointed } from './pointed'
import { type Signal, useSignal } from './signal'
import type { StripPlan, StripSeries } from './strip-plans'
import { StripPlot } from './strip-plot'
import { stripFigure } from './strip-words'
import { nameColumn, stripRow } from './strips-look'

export type StripProps = {
  plan: StripPlan
  frame: Signal<Frame>
  pointed: Signal<Pointed | null>
  marks: readonly PerformanceMark[]
  /** Dashed lines across, in the unit of the strip: from where on an alert fires */
  limits: readonly number[]
  /** null until the browser has said where it is */
  zone: string | null
  /** The right edge is now, not a moment of the past */
  isNow: boolean
  onTable: () => void
}

const heights = { low: 'md:min-h-17', mid: 'md:min-h-20.5', tall: 'md:min-h-35' }

/** One chart: its name, its figure of now and its legend at the left, and the lines beside them. */
export function Strip({ plan, onTable, ...rest }: StripProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={classNames(stripRow, 'group/strip border-line border-t', heights[plan.size])}
    >
      <div className={classNames(nameColumn, 'relative px-4 pt-1.5 pb-1.5 max-md:pb-1')}>
        <h2 id={id} className="pe-7 font-medium text-ink-2 text-sm">
          {plan.title}
        </h2>
        <Figures plan={plan} frame={rest.frame} />
        <IconButton
          variant="quiet"
          size="sm"
          label={`Show ${plan.title} as table`}
          icon={<Table2 />}
          onClick={onTable}
          className="absolute! end-2 top-1 text-ink-3 opacity-70 focus-visible:opacity-100 group-hover/strip:opacity-100 max-md:end-1 max-md:size-10 forced-colors:opacity-100"
        />
      </div>
      <StripPlot plan={plan} {...rest} />
    </section>
  )
}

function Figures({ plan, frame }: Pick<StripProps, 'plan' | 'frame'>) {
  const point = pointOfNow(useSignal(frame))
  const { value, unit } = stripFigure(plan, point)
  const { series } = plan
  const isTall = plan.size === 'tall'
  return (
    <div className="max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-3">
      <p className="whitespace-nowrap font-semibold text-xl tabular-nums leading-6.5">
        {value}
        {unit ? <small className="ms-1 font-normal text-ink-3 tracking-normal">{unit}</small> : null}
      </p>
      {series.length > 1 ? (
        <ul
          className={classNames(
            'flex flex-wrap gap-x-3 text-ink-3 text-sm leading-4.5',
            isTall && 'md:grid md:grid-cols-1',
          )}
        >
          {series.map((each) =>
            // What the large figure says already is not said twice
            each.key === plan.figure.key && !isTall && plan.id === 'requests' ? null : (
              <li key={each.key} className="inline-flex items-center gap-1.5 whitespace-nowrap">
                <Key series={each} isAligned={isTall} />
                {each.name}
                <span className={classNames('text-ink-2 tabular-nums', isTall && 'md:ms-auto')}>
                  {figureText(point?.[each.key] ?? null, each.unit ?? plan.unit)}
                </span>
              </li>
            ),
          )}
        </ul>
      ) : null}
    </div>
  )
}

const keyColours = {
  line: 'border-chart-line',
  p50: 'border-chart-p50',
  p95: 'border-chart-p95',
  p99: 'border-chart-p99',
  teal: 'border-chart-teal',
  amber: 'border-chart-amber',
  bad: 'border-chart-bad',
  target: 'border-chart-target',
} as const

/** How the line looks; what is not drawn has none. */
function Key({ series, isAligned }: { series: StripSeries; isAligned: boolean }) {
  if (series.look === null)
    return isAligned ? <span aria-hidden="true" className="w-2.5 flex-none max-md:hidden" /> : null
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'w-2.5 flex-none forced-color-adjust-none',
        series.dash ? 'border-t-2 border-dashed' : 'rounded-full border-t-3',
        keyColours[series.colour],
      )}
    />
  )
}
