import type { RuleFigure } from '@/server/alerts/figure'
import { type RuleKey, type RuleSettings, ruleDefinitions } from '@/server/alerts/rule'

/**
 * What is remembered of a rule from one second to the next. Seconds are counted, not subtracted: a second of which
 * nobody told anything is neither good nor bad, and must not make a run longer or end it.
 */
export type Watching = {
  /** For how many seconds on end the figure has been beyond the threshold, and since when (seconds since 1970). */
  badSeconds: number
  beganAt: number
  worst: number
  /** For how many seconds on end it has been well on the good side. */
  goodSeconds: number
  /** Seconds on end of which nobody told anything. */
  unknownSeconds: number
}

export const atRest: Watching = { badSeconds: 0, beganAt: 0, worst: 0, goodSeconds: 0, unknownSeconds: 0 }

export type Verdict = 'fire' | 'resolve' | null

/** After so long a hole, what was before it says nothing any more. */
const holeSeconds = 60
/** An alert ends only this far from its threshold, so that a figure which trembles there does not ring each minute. */
const margin = 0.1

/** What a second tells of a rule: its figure, null for none (nothing happened), or that nobody told anything. */
export type Told = RuleFigure | null | 'unknown'

/**
 * One second further. A rule fires when its figure was beyond the threshold for `forSeconds` seconds on end, and
 * resolves when it was on the good side of 90 % of it (110 % where less is worse) for as many. No figure ends a bad
 * run, as nothing that is wrong happens, and counts as good: no requests means no slow ones.
 */
export function watchOn(
  was: Watching,
  told: Told,
  second: number,
  rule: RuleSettings & { key: RuleKey },
  isOpen: boolean,
): { watching: Watching; verdict: Verdict } {
  if (told === 'unknown') {
    const unknownSeconds = was.unknownSeconds + 1
    return { watching: unknownSeconds > holeSeconds ? atRest : { ...was, unknownSeconds }, verdict: null }
  }
  const isBad = told !== null && isBeyond(rule, told.value)
  const isGood = told === null || isClearOf(rule, told.value)
  const badSeconds = isBad ? was.badSeconds + 1 : 0
  const goodSeconds = isGood ? was.goodSeconds + 1 : 0
  const watching: Watching = {
    badSeconds,
    beganAt: badSeconds === 1 ? second : isBad ? was.beganAt : 0,
    worst: isBad && told ? (badSeconds === 1 ? told.value : worseOf(rule.key, was.worst, told.value)) : 0,
    goodSeconds,
    unknownSeconds: 0,
  }
  if (!isOpen && badSeconds >= rule.forSeconds) return { watching, verdict: 'fire' }
  if (isOpen && goodSeconds >= rule.forSeconds) return { watching, verdict: 'resolve' }
  return { watching, verdict: null }
}

export function isBeyond({ key, threshold }: Pick<RuleSettings, 'threshold'> & { key: RuleKey }, value: number) {
  return ruleDefinitions[key].isBad === 'above' ? value > threshold : value < threshold
}

export function worseOf(key: RuleKey, one: number, other: number): number {
  return ruleDefinitions[key].isBad === 'above' ? Math.max(one, other) : Math.min(one, other)
}

function isClearOf({ key, threshold }: Pick<RuleSettings, 'threshold'> & { key: RuleKey }, value: number): boolean {
  return ruleDefinitions[key].isBad === 'above' ? value <= threshold * (1 - margin) : value >= threshold * (1 + margin)
}
