import { type PerformanceQuery, performanceRanges } from '@/server/performance/performance'
import { keptSeconds, type StoredStep, storedSteps, stretchOf } from '@/server/performance/window'

/** From when to when is shown, how long each point is, and out of which stored stretches it is made. In seconds. */
export type Zoom = { from: number; to: number; step: number; stored: StoredStep }

const pointsMax = 400
/** What people count time in, and what stored stretches fit into. */
const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400] as const
const dayStep = 86_400

/** The finest that is still kept for so long ago, and no more points than can be told apart. */
export function zoomOf({ range, from, to }: PerformanceQuery, now: number): Zoom {
  if (from === undefined || to === undefined) {
    const { seconds, step } = performanceRanges[range]
    return { from: stretchOf(now - seconds, step), to: now, step, stored: storedFor(step) }
  }
  const finest = storedSteps.find((step) => from >= now - keptSeconds[step]) ?? 60
  const least = Math.max(finest, (to - from) / pointsMax)
  const step = steps.find((each) => each >= least && each % finest === 0) ?? Math.ceil(least / dayStep) * dayStep
  return { from: stretchOf(from, step), to, step, stored: storedFor(step) }
}

/** The longest stretches that points of `step` can be made of: the fewest to read. */
function storedFor(step: number): StoredStep {
  return [...storedSteps].reverse().find((stored) => step % stored === 0) ?? 1
}
