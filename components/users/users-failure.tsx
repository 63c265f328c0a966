'use client'

import { RotateCw } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { ButtonAnchor } from '@/components/ui/button-anchor'
import { ErrorState } from '@/components/ui/error-state'
import { Notice } from '@/components/ui/notice'
import { RequestId } from '@/components/ui/request-id'
import type { UsersFailure } from './users-answer'

type Props = {
  failure: UsersFailure
  onRetry: () => void
  isRetrying: boolean
  /** Rows from before are on the page, so it stands above them instead of in their place */
  hasRows: boolean
}

/** The list could not be had. What was shown stays; nothing is ever shown as if nobody were there. */
export function UsersFailed({ failure, onRetry, isRetrying, hasRows }: Props) {
  const { title, text } = wordsOf(failure)
  const isSignedOut = failure.status === 401
  if (!hasRows) {
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
    <div className="flex-none px-gutter pb-2">
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
        <strong>{title}.</strong> {text} The rows below are those from before.{' '}
        {failure.requestId ? <RequestId id={failure.requestId} /> : null}
      </Notice>
    </div>
  )
}

/** Loading the page again leads to the sign-in page, and from there back to this list. */
function SignIn() {
  return (
    <ButtonAnchor size="sm" href={typeof location === 'undefined' ? '/users' : location.pathname + location.search}>
      Sign in
    </ButtonAnchor>
  )
}

function wordsOf({ status, message }: UsersFailure): { title: string; text: string } {
  if (status === 0) {
    return {
      title: 'The list could not be loaded',
      text: 'Roster did not answer. Nothing was changed. Check your connection, or try again in a moment.',
    }
  }
  if (status === 401) return { title: 'You were signed out', text: 'Sign in to see the list as it is now.' }
  if (status === 403) return { title: 'You may no longer see this list', text: message }
  return { title: 'The list could not be loaded', text: message }
}
