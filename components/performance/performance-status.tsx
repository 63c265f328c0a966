'use client'

import { momentWords } from '@/components/ui/chart-time'
import { Spinner } from '@/components/ui/spinner'
import { StatusMark, type StatusTone } from '@/components/ui/status-mark'
import type { StreamState } from './performance-stream'
import { useSignal } from './signal'
import type { Performance } from './use-performance'

type Props = { performance: Performance; zone: string | null }

/** Whether what is drawn is of this second, and if not, since when and why. */
export function PerformanceStatus({ performance, zone }: Props) {
  const { store, address, state, isPaused, failure } = performance
  const frame = useSignal(store.frame)
  const moment = (at: number) => (zone === null ? '…' : momentWords(at, zone, frame.to - frame.from))
  const last = frame.second?.at ?? frame.points.at(-1)?.at
  const since = last === undefined ? '' : ` since ${moment(last)}`
  const [tone, words]: readonly [StatusTone | 'busy', string] = address.zoom
    ? ['off', `${moment(address.zoom.from)} to ${moment(address.zoom.to)}`]
    : isPaused
      ? ['off', `Paused${since}`]
      : failure && state !== 'live' && state !== 'stale'
        ? ['bad', `No figures${since}`]
        : wordsOf(state, since)
  return (
    <span role="status" className="inline-flex min-h-7 items-center gap-2 text-ink-2 tabular-nums">
      {tone === 'busy' ? (
        <>
          <Spinner /> {words}
        </>
      ) : (
        <StatusMark tone={tone} className="whitespace-normal!">
          {words}
        </StatusMark>
      )}
    </span>
  )
}

function wordsOf(state: StreamState, since: string): readonly [StatusTone | 'busy', string] {
  if (state === 'live') return ['ok', 'Live, each second']
  if (state === 'stale') return ['warn', `No figures${since}: the database is away. They are kept and follow`]
  if (state === 'offline') return ['warn', `No connection, no figures${since}. They follow once there is one`]
  return ['busy', state === 'connecting' ? 'Connecting' : 'Reconnecting']
}
