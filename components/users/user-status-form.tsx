'use client'

import { CirclePause, CirclePlay, Lock, LockOpen } from 'lucide-react'
import { type ReactNode, useActionState } from 'react'
import { useFormStatus } from 'react-dom'
import type { FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { keepFocus } from '@/components/ui/keep-focus'
import { RelativeTime } from '@/components/ui/relative-time'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'
import { useActionToast } from '@/components/ui/use-action-toast'
import { nameInLabel } from '@/server/auth/actor'
import type { User, UserStatus } from '@/server/users/user'
import type { Milestone } from './user-facts'
import { UserStatus as UserStatusMark } from './user-status'
import { countWords } from './user-words'

/** What can be done about a status: the buttons are named so, and the form sends it as `step`. */
export type StatusStep = 'suspend' | 'lock' | 'reactivate' | 'unlock'
export type StatusChange = { step: StatusStep; reason: string }

export type UserStatusFormProps = {
  user: User
  sessions: number
  status: Milestone | null
  now: Date
  /** Null where the person may not */
  action: FormAction<StatusChange> | null
  whyNot: string
}

const stepsOf: Record<UserStatus, readonly StatusStep[]> = {
  active: ['suspend', 'lock'],
  suspended: ['reactivate', 'lock'],
  locked: ['unlock', 'suspend'],
}

export function UserStatusForm({ action, whyNot, ...props }: UserStatusFormProps) {
  if (action) return <StatusForm {...props} action={action} />
  return (
    <>
      <StatusNow {...props} />
      <p className="text-ink-3 text-sm">{whyNot}</p>
    </>
  )
}

type StatusFormProps = Omit<UserStatusFormProps, 'action' | 'whyNot'> & { action: FormAction<StatusChange> }

function StatusForm({ action, ...props }: StatusFormProps) {
  const [state, submit] = useActionState(action, { status: 'idle' })
  useActionToast(state, { failed: 'in-form' })
  const failed = state.status === 'failed' ? state : null
  return (
    <form action={submit} aria-label="Status">
      <div tabIndex={-1} className="rounded-1 outline-none" ref={(element) => keepFocus(element, state)}>
        <StatusNow {...props} />
      </div>
      <div className="mt-3 grid gap-2">
        <FormMessage state={state} />
        <TextField
          name="reason"
          label="Reason"
          isLabelHidden
          placeholder="Reason, seen by managers too"
          defaultValue={failed?.values.reason}
          errors={failed?.fields.reason}
          autoComplete="off"
        />
        <div className="flex flex-wrap items-center gap-2">
          {stepsOf[props.user.status].map((step) => (
            <StepButton key={step} step={step} />
          ))}
          <span className="text-ink-3 text-sm">{consequence(props.user.status, props.sessions)}</span>
        </div>
      </div>
    </form>
  )
}

function StatusNow({ user, status, now }: Pick<UserStatusFormProps, 'user' | 'status' | 'now'>) {
  return (
    <>
      <p className="pt-1.5">
        <UserStatusMark user={{ status: user.status, deletedAt: null }} />{' '}
        {status ? (
          <span className="text-ink-3">
            <RelativeTime at={status.at} now={now} />, by {nameInLabel(status.by)}
          </span>
        ) : null}
      </p>
      {user.statusReason ? (
        <p className="wrap-anywhere text-ink-2">
          <q>{user.statusReason}</q>
        </p>
      ) : null}
    </>
  )
}

const steps: Record<StatusStep, { label: string; icon: ReactNode }> = {
  suspend: { label: 'Suspend', icon: <CirclePause /> },
  lock: { label: 'Lock', icon: <Lock /> },
  reactivate: { label: 'Reactivate', icon: <CirclePlay /> },
  unlock: { label: 'Unlock', icon: <LockOpen /> },
}

function StepButton({ step }: { step: StatusStep }) {
  const { pending, data } = useFormStatus()
  const { label, icon } = steps[step]
  return (
    <SubmitButton
      variant="default"
      name="step"
      value={step}
      icon={icon}
      // Only the one that was pressed turns; the other must not be pressed meanwhile either
      isPending={pending && data.get('step') === step}
      disabled={pending && data.get('step') !== step}
    >
      {label}
    </SubmitButton>
  )
}

function consequence(status: UserStatus, sessions: number): string {
  const ends = sessions === 0 ? 'stops sign-in at once; no session is open' : `ends ${countWords(sessions, 'session')}`
  if (status === 'active') return `Each ${ends}.`
  if (status === 'suspended') return 'Reactivate lets them sign in again. Lock keeps them out as a danger.'
  return 'Unlock lets them sign in again. Suspend keeps them out without alarm.'
}
