import type { PerformanceTick, PerformanceView } from '@/server/performance/performance'
import { emptyFrame, type Frame, frameOf, knownUntil, refreshed, ticked } from './performance-frame'
import { createSignal, type Signal } from './signal'

export type PerformanceStore = {
  /** What is to be drawn. It changes at most once for each frame of the screen, and not while nobody looks */
  frame: Signal<Frame>
  load: (asked: string, view: PerformanceView) => void
  take: (asked: string, tick: PerformanceTick) => void
  /** The newest second of what is known, drawn or not; null before the first answer */
  knownUntil: () => number | null
  /** Whether ticks of this question have come before */
  wasFollowed: (asked: string) => boolean
}

/** The points of one page, outside of React, so that a tick draws the charts and not the page. */
export function createPerformanceStore(
  first: PerformanceView | null,
  schedule: (draw: () => void) => void = (draw) => void requestAnimationFrame(draw),
): PerformanceStore {
  const frame = createSignal(first ? frameOf(first) : emptyFrame)
  let latest = frame.get()
  let shown: string | null = null
  let followed: string | null = null
  let isScheduled = false

  function show(next: Frame) {
    latest = next
    if (isScheduled) return
    isScheduled = true
    schedule(() => {
      isScheduled = false
      frame.set(latest)
    })
  }

  return {
    frame,
    load: (asked, view) => {
      show(shown === asked ? refreshed(latest, view) : frameOf(view))
      shown = asked
    },
    take: (asked, tick) => {
      followed = asked
      // Ticks of a range whose first answer is still on its way have nothing yet to stand beside
      if (shown === asked) show(ticked(latest, tick))
    },
    knownUntil: () => knownUntil(latest),
    wasFollowed: (asked) => followed === asked,
  }
}
