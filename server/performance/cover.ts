import { type StoredStep, storedSteps, stretchOf } from '@/server/performance/window'
import type { Zoom } from '@/server/performance/zoom'

/** Stored stretches of `step`, from one moment until before another. */
export type Cover = { step: StoredStep; from: number; to: number }

/** Rows are at most so many seconds behind while they grow. */
const growthSeconds = 10

/**
 * The fewest stored stretches that hold all of a range: long ones in its middle, shorter ones at its ends. What is new
 * goes into the long ones too, so they reach until now.
 */
export function coverOf({ from, to, stored }: Pick<Zoom, 'from' | 'to' | 'stored'>, now: number): Cover[] {
  if (stored === 1) return [{ step: 1, from, to }]
  const coarseFirst = [...storedSteps].reverse().filter((step) => step >= stored)
  return piecesOf(from, to, to >= now - growthSeconds, coarseFirst)
}

function piecesOf(from: number, to: number, isUntilNow: boolean, [step, ...finer]: StoredStep[]): Cover[] {
  if (step === undefined || from >= to) return []
  const first = stretchOf(from + step - 1, step)
  const last = stretchOf(to, step) + (isUntilNow ? step : 0)
  if (finer.length === 0) return [{ step, from, to }]
  if (first >= last) return piecesOf(from, to, isUntilNow, finer)
  const before = piecesOf(from, first, false, finer)
  return [...before, { step, from: first, to: last }, ...piecesOf(last, to, isUntilNow, finer)]
}
