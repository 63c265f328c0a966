'use client'

import { Check, CircleAlert, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from './button'
import { classNames } from './class-names'
import { RequestId } from './request-id'
import type { Toast } from './toast-store'

type Props = {
  toast: Toast
  /** Only the newest speaks */
  isNewest: boolean
  onDismiss: () => void
}

/** One answer. What was done goes after ten seconds, which stop under the pointer and the focus; what failed stays. */
export function ToastCard({ toast, isNewest, onDismiss }: Props) {
  const [isUndoing, setUndoing] = useState(false)
  const isDone = toast.tone === 'done'
  const Icon = isDone ? Check : CircleAlert

  async function undo() {
    setUndoing(true)
    await toast.undo?.()
    onDismiss()
  }

  return (
    <li className="group/toast relative flex min-h-13 animate-rise items-center gap-3 overflow-hidden rounded-3 bg-raised py-2 ps-3 pe-2 shadow-2 forced-colors:border">
      <Icon className={isDone ? 'text-ok-ink' : 'text-bad-ink'} />
      <div className="min-w-0 flex-1">
        <div role={isNewest ? (isDone ? 'status' : 'alert') : undefined} className="wrap-anywhere leading-4.5">
          {toast.isSpoken ? (
            <>
              {toast.message}
              {toast.detail ? <small className="block text-ink-3">{toast.detail}</small> : null}
            </>
          ) : (
            <span className="block h-4.5" />
          )}
        </div>
        {toast.requestId ? <RequestId id={toast.requestId} /> : null}
      </div>
      {toast.undo ? (
        <Button size="sm" icon={<Undo2 />} isBusy={isUndoing} onClick={undo}>
          Undo
        </Button>
      ) : null}
      <IconButton variant="quiet" size="sm" label="Dismiss" icon={<X />} onClick={onDismiss} />
      {isDone && !isUndoing ? (
        <span
          data-time-left=""
          aria-hidden="true"
          onAnimationEnd={onDismiss}
          className={classNames(
            'absolute inset-x-0 bottom-0 h-0.5 origin-left animate-run-out bg-accent rtl:origin-right',
            'group-hover/toast:[animation-play-state:paused] group-focus-within/toast:[animation-play-state:paused]',
            !toast.undo && 'opacity-0',
          )}
        />
      ) : null}
    </li>
  )
}
