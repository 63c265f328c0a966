import type { OpenAlert } from '@/server/alerts/alert'
import { type Rule, ruleDefinitions } from '@/server/alerts/rule'
import type { WebhookFacts } from '@/server/alerts/webhook'

/** Field by field, so that nothing leaves that is not described. */
export function alertJson(alert: OpenAlert) {
  const { name, unit } = ruleDefinitions[alert.rule]
  return {
    id: alert.id,
    rule: alert.rule,
    name,
    severity: alert.severity,
    isTest: alert.isTest,
    unit,
    threshold: alert.threshold,
    forSeconds: alert.forSeconds,
    beganAt: alert.beganAt,
    firedAt: alert.firedAt,
    figure: alert.figure,
    worst: alert.worst,
    instance: alert.instance,
    isSilenced: alert.isSilenced,
    acknowledgedAt: alert.acknowledgedAt,
    acknowledgedBy: alert.acknowledgedBy,
    resolvedAt: alert.resolvedAt,
    resolvedFigure: alert.resolvedFigure,
  }
}

export function ruleJson(rule: Rule) {
  const { name, unit, isBad } = ruleDefinitions[rule.key]
  const { key, isOn, threshold, forSeconds, severity, silencedUntil, version } = rule
  return { rule: key, name, isOn, isBad, threshold, unit, forSeconds, severity, silencedUntil, version }
}

export function webhookJson({ id, name, url, isOn, version, createdAt, last, breaker }: WebhookFacts) {
  return { id, name, url, isOn, version, createdAt, last, breaker }
}
