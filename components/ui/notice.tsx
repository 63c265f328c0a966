import { Check, CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'

export type NoticeTone = 'info' | 'ok' | 'warn' | 'bad'

const looks: Record<NoticeTone, [box: string, ink: string, Icon: typeof Info]> = {
  info: ['border-line-strong bg-well', 'text-ink-3', Info],
  ok: ['border-ok-line bg-ok-tint', 'text-ok-ink', Check],
  warn: ['border-warn-line bg-warn-tint', 'text-warn-ink', TriangleAlert],
  bad: ['border-bad-line bg-bad-tint', 'text-bad-ink', CircleAlert],
}

type Props = {
  tone: NoticeTone
  /** `alert` or `status` only for what appears after the page is there */
  role?: 'alert' | 'status'
  actions?: ReactNode
  className?: string
  children: ReactNode
}

export function Notice({ tone, role, actions, className, children }: Props) {
  const [box, ink, Icon] = looks[tone]
  return (
    <div
      role={role}
      className={classNames('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-3 border px-3 py-2', box, className)}
    >
      <Icon className={classNames('mt-0.5', ink)} />
      <div className="min-w-0 flex-1 text-pretty">{children}</div>
      {actions ? <div className="flex flex-wrap gap-2 max-md:w-full">{actions}</div> : null}
    </div>
  )
}
