'use client'

import { useActionState } from 'react'
import type { FormAction } from '@/components/ui/action-state'
import { Panel } from '@/components/ui/panel'
import { StatusMark, type StatusTone } from '@/components/ui/status-mark'
import { SubmitButton } from '@/components/ui/submit-button'
import { useActionToast } from '@/components/ui/use-action-toast'
import type { PerformancePart } from '@/server/performance/performance'

/** Resets the part that the field `part` names by its id. */
export type ResetPart = FormAction<{ part: string }>

type Props = { parts: readonly PerformancePart[]; reset?: ResetPart }

const tones: Record<PerformancePart['state'], [tone: StatusTone, word: string]> = {
  ok: ['ok', 'fine'],
  warn: ['warn', 'strained'],
  bad: ['bad', 'failing'],
  idle: ['off', 'idle'],
}

/** The parts of the house, each in a line. The mark has a shape of its own, and its word for screen readers. */
export function PartsPanel({ parts, reset }: Props) {
  return (
    <Panel title="Parts" isFlush>
      {parts.length === 0 ? <p className="px-4 py-3 text-ink-3">Nothing is known of them yet.</p> : null}
      <dl>
        {parts.map((part) => (
          <div
            key={part.id}
            className="grid min-h-9 grid-cols-[9.5rem_minmax(0,1fr)_auto] items-baseline gap-x-3 border-line border-t px-4 py-1.5 first:border-t-0"
          >
            <dt className="text-ink-2">
              <StatusMark tone={tones[part.state][0]} className="whitespace-normal!">
                {part.name}
                <span className="sr-only">, {tones[part.state][1]}</span>
              </StatusMark>
            </dt>
            <dd className="min-w-0 tabular-nums">
              {part.figure} <small className="block text-ink-3">{part.detail}</small>
            </dd>
            {part.canReset && reset ? <Reset part={part} action={reset} /> : null}
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function Reset({ part, action }: { part: PerformancePart; action: ResetPart }) {
  const [state, submit, isPending] = useActionState(action, { status: 'idle' })
  useActionToast(state)
  return (
    <dd>
      <form action={submit}>
        <input type="hidden" name="part" value={part.id} />
        <SubmitButton
          variant="default"
          size="sm"
          isPending={isPending}
          aria-label={`Reset ${part.name}`}
          className="max-md:h-10"
        >
          Reset
        </SubmitButton>
      </form>
    </dd>
  )
}
