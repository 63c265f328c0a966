import type { Alert } from '@/server/alerts/alert'
import { ruleDefinitions } from '@/server/alerts/rule'
import type { DeliveryOccasion } from '@/server/alerts/webhook'
import { alertTitle, figureWords } from '@/server/alerts/words'

/** What a webhook is sent. Fields are added and never taken away; `id` is the same however often it is sent. */
export function alertMessage(id: string, occasion: DeliveryOccasion, alert: Alert, appUrl: string | undefined) {
  return {
    id,
    occasion,
    text: textOf(occasion, alert),
    url: appUrl === undefined ? null : new URL('/performance#alerts', appUrl).href,
    alert: {
      id: alert.id,
      rule: alert.rule,
      name: ruleDefinitions[alert.rule].name,
      severity: alert.severity,
      isTest: alert.isTest,
      unit: ruleDefinitions[alert.rule].unit,
      threshold: alert.threshold,
      forSeconds: alert.forSeconds,
      figure: alert.figure,
      worst: alert.worst,
      instance: alert.instance,
      beganAt: alert.beganAt.toISOString(),
      firedAt: alert.firedAt.toISOString(),
      resolvedAt: alert.resolvedAt?.toISOString() ?? null,
    },
  }
}

/** A line that a chat can show as it is. */
function textOf(occasion: DeliveryOccasion, alert: Alert): string {
  const title = alertTitle(alert)
  if (occasion === 'test') return `Test: ${title}. Nothing is wrong.`
  if (occasion === 'resolved') return `Over: ${title}. The worst was ${figureWords(alert.rule, alert.worst)}.`
  return `${capital(alert.severity)}: ${title}. It is ${figureWords(alert.rule, alert.figure)}${alert.instance ? ` on ${alert.instance}` : ''}.`
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
