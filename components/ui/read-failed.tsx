'use client'

import { RotateCw } from 'lucide-react'
import type { ApiFailure } from './api-answer'
import { Button } from './button'
import { ButtonAnchor } from './button-anchor'
import { ErrorState } from './error-state'
import { Notice } from './notice'
import { RequestId } from './request-id'

type Props = {
  failure: ApiFailure
  /** What happened, and what it means */
  title: string
  text: string
  onRetry: () => void
  isRetrying: boolean
  /** "The rows below are those from before.", where some are: then it stands above them instead of in their place */
  kept: string | null
  /** The page that it stands on */
  href: string
  className?: string
}

/** What a page shows could not be had. What was shown stays; nothing is ever shown as if there were nothing. */
export function ReadFailed({ failure, title, text, onRetry, isRetrying, kept, href, className }: Props) {
  const signIn = failure.status === 401 ? <SignIn href={href} /> : null
  if (kept === null) {
    return (
      <ErrorState
        title={title}
        requestId={failure.requestId}
        onRetry={onRetry}
        isRetrying={isRetrying}
        actions={signIn}
      >
        {text}
      </ErrorState>
    )
  }
  return (
    <div className={className}>
      <Notice
        tone="bad"
        role="alert"
        actions={
          signIn ?? (
            <Button size="sm" icon={<RotateCw />} isBusy={isRetrying} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        <strong>{title}.</strong> {text} {kept} {failure.requestId ? <RequestId id={failure.requestId} /> : null}
      </Notice>
    </div>
  )
}

/** Loading the page again leads to the sign-in page, and from there back to what was looked at. */
function SignIn({ href }: { href: string }) {
  return (
    <ButtonAnchor size="sm" href={typeof location === 'undefined' ? href : location.pathname + location.search}>
      Sign in
    </ButtonAnchor>
  )
}
