'use client'

import { useActionState } from 'react'
import { ButtonLink } from '@/components/ui/button-link'
import { Notice } from '@/components/ui/notice'
import { SubmitButton } from '@/components/ui/submit-button'
import { useActionToast } from '@/components/ui/use-action-toast'
import { ruleDefinitions } from '@/server/alerts/rule'
import { figureWords, secondsWords, sideWords } from '@/server/alerts/words'
import type { AlertActions } from './alert-actions'
import type { FirstAlerts, SeenAlert } from './alert-answer'
import { useFreshAlerts, useOpenAlerts } from './use-open-alerts'

type Props = {
  first: FirstAlerts
  actions: AlertActions
  /** Elsewhere than on the page of the figures: only what is critical, and the way there */
  isCompact?: boolean
}

/** What is wrong at the moment and nobody takes care of, to whoever may. Without reload: it comes and goes by itself. */
export function AlertBanner({ first, actions, isCompact = false }: Props) {
  const { shown, now } = useOpenAlerts(first)
  const told = isCompact ? shown.filter(({ severity }) => severity === 'critical') : shown
  return (
    <div role="alert" aria-label="Alerts" className="grid gap-2 px-gutter [&:not(:empty)]:py-2">
      {told.map((alert) => (
        <AlertNotice key={alert.id} alert={alert} now={now} actions={actions} isCompact={isCompact} />
      ))}
    </div>
  )
}

type NoticeProps = { alert: SeenAlert; now: number; actions: AlertActions; isCompact: boolean }

function AlertNotice({ alert, now, actions, isCompact }: NoticeProps) {
  const [acknowledged, acknowledge] = useActionState(actions.acknowledge, { status: 'idle' })
  const [silenced, silence] = useActionState(actions.silence, { status: 'idle' })
  useActionToast(acknowledged)
  useActionToast(silenced)
  useFreshAlerts(acknowledged)
  useFreshAlerts(silenced)
  const { rule, figure, threshold, worst, instance, beganAt, severity } = alert
  const { name } = ruleDefinitions[rule]
  const seconds = Math.max(1, Math.round((now - Date.parse(beganAt)) / 1000))
  const notes = [
    worst === figure ? '' : `The worst was ${figureWords(rule, worst)}.`,
    instance === null ? '' : `On ${instance}.`,
  ].filter(Boolean)
  return (
    <Notice
      tone={severity === 'critical' ? 'bad' : severity === 'warning' ? 'warn' : 'info'}
      actions={
        <>
          {isCompact ? (
            <ButtonLink href="/performance#alerts" size="sm">
              Open performance
            </ButtonLink>
          ) : null}
          <form action={silence}>
            <input type="hidden" name="rule" value={rule} />
            <input type="hidden" name="hours" value="1" />
            <SubmitButton variant="default" size="sm" aria-label={`Silence ${name} 1 h`}>
              Silence 1 h
            </SubmitButton>
          </form>
          <form action={acknowledge}>
            <input type="hidden" name="alertId" value={alert.id} />
            <SubmitButton variant="default" size="sm" aria-label={`Acknowledge ${name}`}>
              Acknowledge
            </SubmitButton>
          </form>
        </>
      }
    >
      <p className="py-1">
        <b className="font-medium">
          {name} is {figureWords(rule, figure)}, {sideWords(rule)} {figureWords(rule, threshold)} for{' '}
          {secondsWords(seconds)}.
        </b>{' '}
        {notes.length > 0 ? <span className="text-ink-2">{notes.join(' ')}</span> : null}
      </p>
    </Notice>
  )
}
