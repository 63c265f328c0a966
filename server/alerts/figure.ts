import type { RuleKey } from '@/server/alerts/rule'
import { type Figures, type GaugeFigures, meanOf, mergeOverTime } from '@/server/performance/figures'
import { percentileUs } from '@/server/performance/histogram'

/** What the instances measured in the window of a rule, oldest first. */
export type Measured = ReadonlyMap<string, readonly Figures[]>

/** `instance` is the one that it is about, null for what is counted over all of them. */
export type RuleFigure = { value: number; instance: string | null }

/** Fewer say nothing about a share. */
const requestsLeast = 100
const signInsLeast = 20

const bytesPerMiB = 1_048_576

/**
 * The figure of a rule, in the rule's unit; null where there is none: no request, too few for a share, or nobody who
 * tells. What is counted is counted over all instances; of what each has for itself the worst counts, as the mean of an
 * instance that runs out and one that is idle is no news.
 */
export function figureOf(rule: RuleKey, measured: Measured): RuleFigure | null {
  switch (rule) {
    case 'slow-response':
      return ofAll(measured, ({ timers }) => (timers.http ? timers.http.maxUs / 1000 : null))
    case 'p99':
      return ofAll(measured, ({ timers }) => {
        const us = timers.http ? percentileUs(timers.http, 0.99) : null
        return us === null ? null : us / 1000
      })
    case 'error-rate':
      return ofAll(measured, ({ counters }) =>
        shareOf(counters['http.errors'] ?? 0, counters['http.requests'] ?? 0, requestsLeast),
      )
    case 'sign-in-failures':
      return ofAll(measured, (figures) => {
        const failed = signIns(figures, 'failed') + signIns(figures, 'refused')
        return shareOf(failed, failed + signIns(figures, 'done'), signInsLeast)
      })
    case 'memory':
      return ofWorst(measured, 'resident.bytes', ({ max }) => max / bytesPerMiB)
    case 'event-loop':
      return ofWorst(measured, 'loop.delayMsP99', ({ max }) => max)
    case 'pool-waiting':
      return ofWorst(measured, 'pool.waiting', meanOf)
    case 'feed-lag':
      return ofWorst(measured, 'feed.lagMs', ({ max }) => max)
    case 'disk': {
      const worst = ofWorst(measured, 'disk.freeRatio', (gauge) => -100 * meanOf(gauge))
      return worst && { ...worst, value: -worst.value }
    }
  }
}

function ofAll(measured: Measured, read: (figures: Figures) => number | null): RuleFigure | null {
  const value = read(mergeOverTime([...measured.values()].flat()))
  return value === null ? null : { value, instance: null }
}

function ofWorst(measured: Measured, name: string, read: (gauge: GaugeFigures) => number): RuleFigure | null {
  let worst: RuleFigure | null = null
  for (const [instance, parts] of measured) {
    const gauge = mergeOverTime(parts).gauges[name]
    if (!gauge || gauge.samples === 0) continue
    const value = read(gauge)
    if (worst === null || value > worst.value) worst = { value, instance }
  }
  return worst
}

function shareOf(part: number, whole: number, least: number): number | null {
  return whole < least ? null : (100 * part) / whole
}

function signIns({ timers }: Figures, outcome: string): number {
  return timers[`sign-in|${outcome}`]?.count ?? 0
}
