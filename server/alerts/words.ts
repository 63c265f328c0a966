import type { Alert } from '@/server/alerts/alert'
import { grouped, type RuleKey, ruleDefinitions } from '@/server/alerts/rule'

/** A figure of a rule with its unit: "562 ms", "5.2 s", "7.3 %", "1,210 MiB", "8 requests". */
export function figureWords(rule: RuleKey, value: number): string {
  const { unit } = ruleDefinitions[rule]
  if (unit === 'ms' && value >= 1000) return `${rounded(value / 1000)} s`
  if (unit === 'requests') return `${rounded(value)} ${value === 1 ? 'request' : 'requests'}`
  return `${rounded(value)} ${unit}`
}

/** "6 min", "45 s", "2 h". */
export function secondsWords(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return seconds < 129_600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`
}

/** "over", "under": on which side of its threshold a figure is wrong. */
export function sideWords(rule: RuleKey): string {
  return ruleDefinitions[rule].isBad === 'above' ? 'over' : 'under'
}

/** "Response time over 500 ms": how the audit log and the marks on the charts call an alert. */
export function alertTitle({ rule, threshold }: Pick<Alert, 'rule' | 'threshold'>): string {
  return `${ruleDefinitions[rule].name} ${sideWords(rule)} ${figureWords(rule, threshold)}`
}

function rounded(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return grouped(Number(value.toFixed(digits)))
}
