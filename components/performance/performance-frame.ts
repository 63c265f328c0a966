import type { PerformancePoint, PerformanceTick, PerformanceView } from '@/server/performance/performance'

/** What is drawn: a stretch of time and the points in it, oldest first. Never changed, only replaced. */
export type Frame = {
  from: number
  to: number
  step: number
  points: readonly PerformancePoint[]
  /** The newest second that was told; null before the first one */
  second: PerformancePoint | null
}

export const emptyFrame: Frame = { from: 0, to: 0, step: 1, points: [], second: null }

/** Where the step is longer, the stream tells only seconds, and the page asks anew. */
const stepTold = 60

/** The answer to the same question as before: what was told since it was made stays. */
export function refreshed(frame: Frame, view: PerformanceView): Frame {
  const last = view.points.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  const newer = frame.step === view.step ? frame.points.filter(({ at }) => at > last) : []
  const to = Math.max(frame.to, view.to)
  return trimmed({
    ...frameOf(view),
    to,
    from: to - (view.to - view.from),
    points: [...view.points, ...newer],
    second: frame.second,
  })
}

/** The answer to another question. */
export function frameOf({ from, to, step, points }: PerformanceView): Frame {
  return { from, to, step, points, second: null }
}

/** A point for a moment that is there already takes its place. In whatever order they come, none is there twice. */
export function ticked(frame: Frame, { seconds, points, current }: PerformanceTick): Frame {
  const told = current ? [...points, current] : points
  const newest = seconds.reduce((found, each) => (each.at >= (found?.at ?? 0) ? each : found), frame.second)
  // The axis goes on with the clock of the server, by whole seconds
  const to = Math.max(frame.to, newest ? newest.at + 1 : 0)
  return trimmed({
    ...frame,
    points: told.reduce(put, frame.points),
    from: to - (frame.to - frame.from),
    to,
    second: newest,
  })
}

/** Up to where everything is known that was measured. */
export function knownUntil({ second, to }: Frame): number | null {
  return second?.at ?? (to > 0 ? Math.floor(to) : null)
}

/** The figures of now: as fine as the range, or the newest second where a step is long. */
export function pointOfNow({ step, points, second }: Frame): PerformancePoint | null {
  return (step > stepTold ? second : null) ?? points.at(-1) ?? null
}

function put(points: readonly PerformancePoint[], point: PerformancePoint): readonly PerformancePoint[] {
  // From the end, because that is where they nearly always belong
  let index = points.length
  while (index > 0 && (points[index - 1]?.at ?? 0) > point.at) index--
  const isThere = points[index - 1]?.at === point.at
  return points.toSpliced(isThere ? index - 1 : index, isThere ? 1 : 0, point)
}

/** One point from before stays, so that the line comes in from the edge. */
function trimmed(frame: Frame): Frame {
  const { points, from, step } = frame
  const first = points.findIndex(({ at }) => at >= from - step)
  return first > 0 ? { ...frame, points: points.slice(first) } : first < 0 ? { ...frame, points: [] } : frame
}
