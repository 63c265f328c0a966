'use client'

import { useActionState } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { keepFocus } from '@/components/ui/keep-focus'
import { Panel } from '@/components/ui/panel'
import { SubmitButton } from '@/components/ui/submit-button'
import { useActionToast } from '@/components/ui/use-action-toast'
import type { Session } from '@/server/sessions/session'
import { SessionTable } from './session-table'

export type SessionActions = { end: FormAction<{ sessionId: string }>; endAll: FormAction<Record<never, never>> }

type Props = {
  sessions: readonly Session[]
  now: Date
  /** Null where the person may see them only */
  actions: SessionActions | null
  /** When there is none */
  none: string
}

/** Where somebody is signed in, and the way to end it. */
export function SessionPanel({ sessions, now, actions, none }: Props) {
  return actions ? (
    <OwnedPanel sessions={sessions} now={now} actions={actions} none={none} />
  ) : (
    <Panel title="Sessions" count={sessions.length} isFlush>
      {sessions.length === 0 ? <None>{none}</None> : <SessionTable sessions={sessions} now={now} end={null} />}
    </Panel>
  )
}

function OwnedPanel({ sessions, now, actions, none }: Props & { actions: SessionActions }) {
  const [ended, end] = useActionState(actions.end, { status: 'idle' })
  const [allEnded, endAll] = useActionState(actions.endAll, { status: 'idle' })
  useActionToast(ended, { failed: 'in-form' })
  useActionToast(allEnded, { failed: 'in-form' })
  const others = sessions.filter((session) => !session.isCurrent)
  const endAllLabel = others.length === sessions.length ? `End all ${others.length}` : `End all ${others.length} others`

  return (
    <Panel
      title="Sessions"
      count={sessions.length}
      isFlush
      actions={
        others.length > 1 ? (
          <form action={endAll}>
            <SubmitButton variant="danger-quiet" size="sm">
              {endAllLabel}
            </SubmitButton>
          </form>
        ) : undefined
      }
    >
      <div
        tabIndex={-1}
        className="outline-none"
        ref={(element) => {
          keepFocus(element, ended)
          keepFocus(element, allEnded)
        }}
      >
        <div className="[&>*]:m-4">
          <FormMessage state={ended} />
          <FormMessage state={allEnded} />
        </div>
        {sessions.length === 0 ? <None>{none}</None> : <SessionTable sessions={sessions} now={now} end={end} />}
      </div>
    </Panel>
  )
}

function None({ children }: { children: string }) {
  return <p className="px-4 py-3 text-ink-3">{children}</p>
}
