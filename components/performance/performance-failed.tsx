'use client'

import { RotateCw } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { ButtonAnchor } from '@/components/ui/button-anchor'
import { ErrorState } from '@/components/ui/error-state'
import { Notice } from '@/components/ui/notice'
import { RequestId } from '@/components/ui/request-id'
import type { PerformanceFailure } from './performance-answer'

type Props = {
  failure: PerformanceFailure
  onRetry: () => void
  isRetrying: boolean
  /** Charts from before are on the page, so it stands above them instead of in their place */
  hasCharts: boolean
}

/** The figures could not be had. What was drawn stays, and says that it is of before. */
export function PerformanceFailed({ failure, onRetry, isRetrying, hasCharts }: Props) {
  const { title, text } = wordsOf(failure)
  const isSignedOut = failure.status === 401
  if (!hasCharts) {
    return (
      <ErrorState
        title={title}
        requestId={failure.requestId}
        onRetry={onRetry}
        isRetrying={isRetrying}
        actions={isSignedOut ? <SignIn /> : null}
      >
        {text}
      </ErrorState>
    )
  }
  return (
    <div className="px-gutter pb-3">
      <Notice
        tone="bad"
        role="alert"
        actions={
          isSignedOut ? (
            <SignIn />
          ) : (
            <Button size="sm" icon={<RotateCw />} isBusy={isRetrying} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        <strong>{title}.</strong> {text} The charts below are those from before.{' '}
        {failure.requestId ? <RequestId id={failure.requestId} /> : null}
      </Notice>
    </div>
  )
}

/** Loading the page again leads to the sign-in page, and from there back. */
function SignIn() {
  return (
    <ButtonAnchor
      size="sm"
      href={typeof location === 'undefined' ? '/performance' : location.pathname + location.search}
    >
      Sign in
    </ButtonAnchor>
  )
}

function wordsOf({ status, message }: PerformanceFailure): { title: string; text: string } {
  if (status === 401) return { title: 'You were signed out', text: 'Sign in to see the figures as they are now.' }
  if (status === 403 || status === 404) {
    return { title: 'You may no longer see this page', text: 'Performance is for administrators. Ask one of them.' }
  }
  return { title: 'The figures could not be loaded', text: message }
}
