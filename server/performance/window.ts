import { type Figures, mergeOverTime } from '@/server/performance/figures'

/** How long the stretches are that are kept, in seconds, and for how long each is. */
export const storedSteps = [1, 10, 60, 3600, 28_800] as const
export type StoredStep = (typeof storedSteps)[number]
export const keptSeconds: Record<StoredStep, number> = {
  1: 3600,
  10: 86_400,
  60: 30 * 86_400,
  3600: 30 * 86_400,
  28800: 30 * 86_400,
}

/** How far before and after the present partitions surely are: what lies beyond can never be written. */
export const madeSeconds: Record<StoredStep, number> = {
  1: 600,
  10: 7200,
  60: 86_400,
  3600: 10 * 86_400,
  28800: 30 * 86_400,
}

/** What one instance measured in the `step` seconds that begin at `at` (seconds since 1970). */
export type Window = { step: StoredStep; at: number; figures: Figures }

export function stretchOf(at: number, step: number): number {
  return Math.floor(at / step) * step
}

/** Names without a label, which the charts need, and those with one. */
export function splitFigures(figures: Figures): { summary: Figures; details: Figures } {
  return { summary: only(figures, (name) => !name.includes('|')), details: only(figures, (name) => name.includes('|')) }
}

/** Both halves again: no name is in both. */
export function joinFigures(summary: Figures, details: Figures): Figures {
  return {
    counters: { ...summary.counters, ...details.counters },
    gauges: { ...summary.gauges, ...details.gauges },
    timers: { ...summary.timers, ...details.timers },
  }
}

function only({ counters, gauges, timers }: Figures, isMeant: (name: string) => boolean): Figures {
  const those = <Value>(all: Record<string, Value>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => isMeant(name)))
  return { counters: those(counters), gauges: those(gauges), timers: those(timers) }
}

const coarseSteps = [10, 60, 3600, 28_800] as const

/** Makes tens of seconds, minutes, hours and thirds of a day grow out of seconds, so that none of them has to be read again. */
export class Growing {
  /** Seconds of the same ten that have not gone into the coarse ones yet. */
  private fresh: { at: number; figures: Figures } | null = null
  private readonly grown = new Map<StoredStep, { at: number; figures: Figures }>()

  /** Takes a second, and answers what is to be kept now: every ten seconds the coarse stretches, as far as they are. */
  add(at: number, figures: Figures): Window[] {
    const ten = stretchOf(at, 10)
    const before = this.fresh !== null && this.fresh.at !== ten ? this.flush() : []
    this.fresh = { at: ten, figures: this.fresh ? mergeOverTime([this.fresh.figures, figures]) : figures }
    return at === ten + 9 ? [...before, ...this.flush()] : before
  }

  /** What has grown since the last time, for the end as well. */
  flush(): Window[] {
    const { fresh } = this
    if (!fresh) return []
    this.fresh = null
    return coarseSteps.map((step) => {
      const at = stretchOf(fresh.at, step)
      const grown = this.grown.get(step)
      const figures = grown?.at === at ? mergeOverTime([grown.figures, fresh.figures]) : fresh.figures
      this.grown.set(step, { at, figures })
      return { step, at, figures }
    })
  }
}
