'use client'

import { Panel } from '@/components/ui/panel'
import type { Rule } from '@/server/alerts/rule'
import type { RuleActions } from './alert-actions'
import { RuleRow } from './rule-row'

type Props = { rules: readonly Rule[]; now: Date; actions: RuleActions }

/** When an alert fires. Each rule is saved for itself. */
export function RulesPanel({ rules, now, actions }: Props) {
  return (
    <Panel title="Rules" count={rules.length} isFlush>
      <p className="border-line border-b px-4 py-3 text-ink-2">
        An alert fires when its figure was past the threshold for so many seconds on end, and is over when it was well
        back for as many.
      </p>
      <ul aria-label="Rules">
        {rules.map((rule) => (
          <RuleRow key={rule.key} rule={rule} now={now} actions={actions} />
        ))}
      </ul>
    </Panel>
  )
}
