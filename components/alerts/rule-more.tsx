'use client'

import { useActionState } from 'react'
import { RelativeTime } from '@/components/ui/relative-time'
import { SubmitButton } from '@/components/ui/submit-button'
import { Tag } from '@/components/ui/tag'
import { useActionToast } from '@/components/ui/use-action-toast'
import { type Rule, ruleDefinitions } from '@/server/alerts/rule'
import type { RuleActions } from './alert-actions'
import { useFreshAlerts } from './use-open-alerts'

type Props = Pick<RuleActions, 'silence' | 'test'> & { rule: Rule; now: Date }

/** What one does with a rule besides setting it: keep it quiet for a while, and see that it arrives. */
export function RuleMore({ rule, now, silence, test }: Props) {
  const [silenced, submitSilence] = useActionState(silence, { status: 'idle' })
  const [tested, submitTest] = useActionState(test, { status: 'idle' })
  useActionToast(silenced)
  useActionToast(tested)
  useFreshAlerts(silenced)
  const { name } = ruleDefinitions[rule.key]
  const until = rule.silencedUntil !== null && rule.silencedUntil > now ? rule.silencedUntil : null
  const hours = until ? [0] : [1, 8]
  return (
    <div className="ms-auto flex flex-wrap items-center gap-2">
      {until ? (
        <Tag>
          Silenced, ends <RelativeTime at={until} now={now} />
        </Tag>
      ) : null}
      {hours.map((each) => (
        <form key={each} action={submitSilence}>
          <input type="hidden" name="rule" value={rule.key} />
          <input type="hidden" name="hours" value={each} />
          <SubmitButton
            variant="quiet"
            size="sm"
            aria-label={each === 0 ? `End the silence of ${name}` : `Silence ${name} ${each} h`}
          >
            {each === 0 ? 'End silence' : `Silence ${each} h`}
          </SubmitButton>
        </form>
      ))}
      <form action={submitTest}>
        <input type="hidden" name="rule" value={rule.key} />
        <SubmitButton variant="quiet" size="sm" aria-label={`Test ${name}`}>
          Test
        </SubmitButton>
      </form>
    </div>
  )
}
