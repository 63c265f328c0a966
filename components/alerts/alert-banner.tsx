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
    // Always there, so that what comes into it is read out
    <div aria-live="assertive">
      {told.length > 0 ? (
        <section aria-label="Open alerts" className="grid gap-2 px-gutter py-2">
          {told.map((alert) => (
            <AlertNotice key={alert.id} alert={alert} now={now} actions={actions} isCompact={isCompact} />
          ))}
        </section>
      ) : null}
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
  const atWorst = worst === figure ? '' : `, at worst ${figureWords(rule, worst)}`
  const notes = `${figureWords(rule, figure)} when it fired${atWorst}${instance === null ? '' : `, on ${instance}`}.`
  return (
    <Notice
      className="md:items-center!"
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
      <p>
        <b className="font-medium">
          {name} has been {sideWords(rule)} {figureWords(rule, threshold)} for {secondsWords(seconds)}.
        </b>{' '}
        <span className="text-ink-2">{notes}</span>
      </p>
    </Notice>
  )
}
