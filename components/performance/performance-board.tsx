'use client'

import { Activity } from 'lucide-react'
import { EmptyState } from '@/components/ui/empty-state'
import { PartsPanel, type ResetPart } from './parts-panel'
import { rangeWords } from './performance-address'
import { PerformanceFailed } from './performance-failed'
import { ChartsSkeleton } from './performance-skeleton'
import { PerformanceTools } from './performance-tools'
import { RoutesPanel } from './routes-panel'
import { useSignal } from './signal'
import { type StripLimits, Strips } from './strips'
import { type FirstPerformance, type Performance, usePerformance } from './use-performance'
import { useZone } from './use-zone'

type Props = {
  /** What the server has drawn */
  first: FirstPerformance
  /** From where on alerts fire */
  limits?: StripLimits
  resetPart?: ResetPart
}

/** What the console is doing, as the address asks for it. */
export function PerformanceBoard({ first, limits, resetPart }: Props) {
  const performance = usePerformance(first)
  const { view, address, isBehind, isFetching, failure, retry } = performance
  const zone = useZone()
  return (
    <>
      <PerformanceTools performance={performance} zone={zone} />
      {failure ? (
        <PerformanceFailed failure={failure} onRetry={retry} isRetrying={isFetching} hasCharts={view !== undefined} />
      ) : null}
      {view ? (
        <>
          <Charts performance={performance} limits={limits} zone={zone} />
          <div className="grid items-start gap-4 px-gutter pt-4 xl:grid-cols-[minmax(0,1fr)_25.5rem]">
            <RoutesPanel
              routes={view.routes}
              operations={view.operations}
              range={rangeWords(address)}
              isBehind={isBehind}
            />
            <PartsPanel parts={view.parts} reset={resetPart} />
          </div>
        </>
      ) : failure ? null : (
        <ChartsSkeleton />
      )}
    </>
  )
}

type ChartsProps = { performance: Performance; limits: StripLimits | undefined; zone: string | null }

function Charts({ performance, limits, zone }: ChartsProps) {
  const { store, view, address, isBehind, isPaused, go } = performance
  const isEmpty = useSignal(store.frame).points.length === 0
  if (isEmpty && !isBehind) {
    return (
      <div className="mx-gutter rounded-3 border border-line">
        <EmptyState icon={<Activity />} title="No figures yet">
          {address.zoom || address.instance
            ? 'Nothing is kept of this time. Choose another range, or all instances.'
            : 'They come within a few seconds, one point each second.'}
        </EmptyState>
      </div>
    )
  }
  return (
    <Strips
      frame={store.frame}
      marks={view?.marks ?? []}
      limits={limits}
      zone={zone}
      isNow={address.zoom === null && !isPaused}
      isBehind={isBehind}
      onZoom={(zoom) => go({ zoom })}
    />
  )
}
