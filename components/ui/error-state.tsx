'use client'

import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Blank } from './blank'
import { Button } from './button'
import { RequestId } from './request-id'

type Props = {
  /** What happened: "The list took too long" */
  title: string
  /** What it means, and what helps */
  children: ReactNode
  /** The id that finds it in the log; undefined where there is none */
  requestId: string | undefined
  onRetry: () => void
  isRetrying?: boolean
  actions?: ReactNode
  isPage?: boolean
}

export function ErrorState({ title, children, requestId, onRetry, isRetrying, actions, isPage }: Props) {
  return (
    <Blank
      role="alert"
      isPage={isPage}
      icon={<TriangleAlert className="text-bad-ink" />}
      title={title}
      actions={
        <>
          <Button variant="primary" icon={<RotateCw />} isBusy={isRetrying} onClick={onRetry}>
            Try again
          </Button>
          {actions}
        </>
      }
      trace={requestId ? <RequestId id={requestId} /> : null}
    >
      {children}
    </Blank>
  )
}
