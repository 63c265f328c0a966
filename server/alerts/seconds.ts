import { figureOf } from '@/server/alerts/figure'
import { type RuleKey, ruleDefinitions } from '@/server/alerts/rule'
import type { Told } from '@/server/alerts/watching'
import type { Figures } from '@/server/performance/figures'

type Row = { second: number; instance: string; figures: Figures }

/** What the instances told of some seconds, and the figures of the rules at each of them. */
export class SecondsMeasured {
  private readonly bySecond = new Map<number, Row[]>()

  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const others = this.bySecond.get(row.second)
      if (others) others.push(row)
      else this.bySecond.set(row.second, [row])
    }
  }

  /** The last second of which anybody told anything; -1 for none. */
  newest(): number {
    return Math.max(-1, ...this.bySecond.keys())
  }

  /** The figure of a rule over its window that ends with `second`, or that nobody told anything of that second. */
  told(rule: RuleKey, second: number): Told {
    if (!this.bySecond.has(second)) return 'unknown'
    const measured = new Map<string, Figures[]>()
    for (let at = second - ruleDefinitions[rule].windowSeconds + 1; at <= second; at++) {
      for (const { instance, figures } of this.bySecond.get(at) ?? []) {
        const others = measured.get(instance)
        if (others) others.push(figures)
        else measured.set(instance, [figures])
      }
    }
    return figureOf(rule, measured)
  }
}
