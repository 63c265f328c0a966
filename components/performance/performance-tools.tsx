'use client'

import { Pause, Play, ZoomIn, ZoomOut } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { ChoiceChip } from '@/components/ui/chip'
import { Segments } from '@/components/ui/segments'
import type { PerformanceRange } from '@/server/performance/performance'
import { ranges, zoomBetween } from './performance-address'
import { PerformanceStatus } from './performance-status'
import type { Performance } from './use-performance'

type Props = { performance: Performance; zone: string | null }

/** Live or not, which instance, and how far back. */
export function PerformanceTools({ performance, zone }: Props) {
  const { store, address, view, isPaused, setPaused, go } = performance
  const { range, zoom, instance } = address

  /** The middle half: what a drag over the charts does, without dragging. */
  function zoomIn() {
    // What was asked for: the charts may still show what was there before
    const { from, to } = zoom ?? store.frame.get()
    go({ zoom: zoomBetween(from + (to - from) / 4, to - (to - from) / 4) })
  }

  return (
    <div className="flex flex-none flex-wrap items-center gap-2 px-gutter pt-1 pb-3">
      <PerformanceStatus performance={performance} zone={zone} />
      {zoom ? null : (
        <Button
          variant="quiet"
          size="sm"
          icon={isPaused ? <Play /> : <Pause />}
          className="max-md:h-10"
          onClick={() => setPaused(!isPaused)}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      )}
      <Instances instances={view?.instances ?? []} chosen={instance} onChoose={(next) => go({ instance: next })} />
      <div className="ms-auto flex flex-wrap items-center gap-2 max-md:ms-0 max-md:w-full">
        <IconButton
          variant="quiet"
          size="sm"
          label="Zoom in"
          icon={<ZoomIn />}
          className="max-md:order-1 max-md:size-10"
          onClick={zoomIn}
        />
        {zoom ? (
          <Button size="sm" icon={<ZoomOut />} className="max-md:h-10" onClick={() => go({ zoom: null })}>
            Zoom out
          </Button>
        ) : null}
        <Segments<PerformanceRange | ''>
          label="Range"
          isLabelHidden
          name="range"
          options={ranges}
          value={zoom ? '' : range}
          onChange={(next) => next !== '' && go({ range: next, zoom: null })}
          size="sm"
        />
      </div>
    </div>
  )
}

type InstancesProps = { instances: readonly string[]; chosen: string | null; onChoose: (name: string | null) => void }

/** A choice only where there is one. */
function Instances({ instances, chosen, onChoose }: InstancesProps) {
  const all = chosen === null || instances.includes(chosen) ? instances : [...instances, chosen]
  if (all.length < 2 && chosen === null) {
    return all[0] ? (
      <span className="min-w-0 truncate text-ink-3 text-sm">
        One instance, <bdi>{all[0]}</bdi>
      </span>
    ) : null
  }
  return (
    <ChoiceChip
      label={chosen === null ? `All ${all.length} instances` : 'Instance'}
      options={all.map((name) => ({ value: name, label: name }))}
      chosen={chosen}
      onChoose={onChoose}
      onClear={() => onChoose(null)}
    />
  )
}
