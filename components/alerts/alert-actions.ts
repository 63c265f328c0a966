import type { ActionState, FormAction } from '@/components/ui/action-state'
import type { Rule, RuleKey } from '@/server/alerts/rule'

/** What the console lets administrators do about alerts. */
export type AlertActions = {
  acknowledge: FormAction<{ alertId: string }>
  silence: FormAction<{ rule: RuleKey; hours: string }>
}

/** A rule as its form sends it. */
export type RuleEdit = {
  version: string
  rule: string
  isOn: string
  threshold: string
  forSeconds: string
  severity: string
}

export type RuleActions = Pick<AlertActions, 'silence'> & {
  update: FormAction<RuleEdit>
  test: FormAction<{ rule: RuleKey }>
}

export type WebhookEntry = { name: string; url: string }
/** The secret is in this answer and nowhere else: see components/tokens/token-actions.ts. */
export type WebhookState = { answer: ActionState<WebhookEntry>; made: { name: string; secret: string } | null }

export type WebhookActions = {
  create: (state: WebhookState, form: FormData) => Promise<WebhookState>
  /** `verb` is one of test, reset, on, off, remove. */
  change: FormAction<{ webhookId: string; verb: string }>
}

export function ruleEdit(rule: Rule): RuleEdit {
  return {
    version: String(rule.version),
    rule: rule.key,
    isOn: rule.isOn ? 'on' : 'off',
    threshold: String(rule.threshold),
    forSeconds: String(rule.forSeconds),
    severity: rule.severity,
  }
}
