import 'server-only'
import type { StripLimits } from '@/components/performance/strips'
import type { RuleKey } from '@/server/alerts/rule'
import { listRules } from '@/server/alerts/rule-service'
import type { Actor } from '@/server/auth/actor'
import { appErrorOf } from '@/server/errors'

/** The charts that show the same figure as a rule looks at, and the rule's unit in the chart's: ratios, bytes, ms. */
const drawn: Partial<Record<RuleKey, { strip: string; factor: number }>> = {
  p99: { strip: 'response-time', factor: 1 },
  'error-rate': { strip: 'errors', factor: 0.01 },
  'event-loop': { strip: 'event-loop', factor: 1 },
  memory: { strip: 'memory', factor: 1024 * 1024 },
}

/** From where on alerts fire, for the charts; none where it can't be had, as they are drawn without. */
export async function readChartLimits(actor: Actor): Promise<StripLimits> {
  try {
    const limits = (await listRules(actor)).flatMap(({ key, isOn, threshold }) => {
      const place = drawn[key]
      return place && isOn ? [[place.strip, [threshold * place.factor]] as const] : []
    })
    return Object.fromEntries(limits)
  } catch (error) {
    if (!appErrorOf(error)) throw error
    return {}
  }
}
