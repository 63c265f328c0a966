/** When the pool grows and shrinks. */
export type PoolLaw = {
  min: number
  max: number
  /** How long a checkout may wait, as a moving average, before there are more connections. */
  growAboveMs: number
  growBy: number
  /** The part of the connections that must have been in use at once; with less there are fewer. */
  shrinkBelow: number
  shrinkBy: number
}

export const usualLaw: Omit<PoolLaw, 'min' | 'max'> = { growAboveMs: 100, growBy: 2, shrinkBelow: 0.3, shrinkBy: 1 }

/** The moving average of waits, 9 parts old and 1 part new. In milliseconds. */
export function averageWait(meanMs: number, waitedMs: number): number {
  return meanMs * 0.9 + waitedMs * 0.1
}

/** What was seen since the last decision. */
export type PoolSeen = { target: number; meanWaitMs: number; mostInUse: number }

/** How many connections there may be from now on. */
export function nextTarget(law: PoolLaw, { target, meanWaitMs, mostInUse }: PoolSeen): number {
  const isSlow = meanWaitMs > law.growAboveMs
  const isIdle = mostInUse < target * law.shrinkBelow
  const wanted = isSlow ? target + law.growBy : isIdle ? target - law.shrinkBy : target
  return Math.min(Math.max(wanted, law.min), law.max)
}
