/**
 * When the pool grows and shrinks. With the moving average and once a second alone, a burst is over before the law has
 * seen it; see docs/decisions/0013-adaptive-pool.md.
 */
export type PoolLaw = {
  min: number
  max: number
  /** How long a checkout may wait, as a moving average, before there are more connections. */
  growAboveMs: number
  growBy: number
  /** How often it is looked at while anybody waits whether the queue would be empty in that time. */
  hurryEveryMs: number
  /** By how much there are more connections when it would not. */
  hurryFactor: number
  /** The part of the connections that must have been in use at once; with less there are fewer. */
  shrinkBelow: number
  shrinkBy: number
}

export const usualLaw: Omit<PoolLaw, 'min' | 'max'> = {
  growAboveMs: 100,
  growBy: 2,
  hurryEveryMs: 20,
  hurryFactor: 2,
  shrinkBelow: 0.3,
  shrinkBy: 1,
}

/** The moving average of waits, 9 parts old and 1 part new. In milliseconds. */
export function averageWait(meanMs: number, waitedMs: number): number {
  return meanMs * 0.9 + waitedMs * 0.1
}

/** What was seen since the last decision. */
export type PoolSeen = { target: number; meanWaitMs: number; mostInUse: number }

/** How many connections there may be from now on, decided once in an interval. */
export function nextTarget(law: PoolLaw, { target, meanWaitMs, mostInUse }: PoolSeen): number {
  const isSlow = meanWaitMs > law.growAboveMs
  const isIdle = mostInUse < target * law.shrinkBelow
  return within(law, isSlow ? target + law.growBy : isIdle ? target - law.shrinkBy : target)
}

/** What was seen since the last look, while somebody waits. */
export type QueueSeen = { target: number; waiting: number; letIn: number; sinceMs: number }

/**
 * The same between two decisions: it only grows. A queue that moves fast needs no connections: opening one costs the
 * processor more than many small statements do.
 */
export function targetInHurry(law: PoolLaw, { target, waiting, letIn, sinceMs }: QueueSeen): number {
  const emptyInMs = letIn === 0 ? Infinity : (waiting / letIn) * sinceMs
  return emptyInMs > law.growAboveMs ? within(law, Math.ceil(target * law.hurryFactor)) : target
}

function within({ min, max }: PoolLaw, wanted: number): number {
  return Math.min(Math.max(wanted, min), max)
}
