import type { ReactNode } from 'react'
import { classNames } from './class-names'

/** ok: disc | warn: ring | bad: square | off: dash. The shape tells them apart where the colour does not. */
export type StatusTone = 'ok' | 'warn' | 'bad' | 'off'

const marks: Record<StatusTone, string> = {
  ok: 'rounded-full bg-ok',
  warn: 'rounded-full border-2 border-warn',
  bad: 'rounded-[2px] bg-bad',
  off: 'h-0.5! rounded-[1px] bg-off',
}

type Props = { tone: StatusTone; className?: string; children: ReactNode }

/** A mark and always its word. */
export function StatusMark({ tone, className, children }: Props) {
  return (
    <span className={classNames('inline-flex items-center gap-2 whitespace-nowrap', className)}>
      <span aria-hidden="true" className={classNames('size-2 flex-none forced-color-adjust-none', marks[tone])} />
      {children}
    </span>
  )
}

const dots = { ok: 'bg-ok', warn: 'bg-warn', bad: 'bg-bad', off: 'bg-off', accent: 'bg-accent' }

/** A small disc beside words that already say it. */
export function Dot({ tone, className }: { tone: keyof typeof dots; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('size-1.5 flex-none rounded-full forced-color-adjust-none', dots[tone], className)}
    />
  )
}
