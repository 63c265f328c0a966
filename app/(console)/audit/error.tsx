'use client'

import { PageTop } from '@/components/layout/page-top'
import { ButtonAnchor } from '@/components/ui/button-anchor'
import { ErrorState } from '@/components/ui/error-state'

type Props = { error: Error & { digest?: string }; retry: () => void }

/** The log could not be read: the frame around it stays. */
export default function AuditErrorPage({ error, retry }: Props) {
  return (
    <>
      <PageTop title="Audit log" />
      <ErrorState
        title="The audit log could not be loaded"
        requestId={error.digest}
        onRetry={retry}
        actions={<ButtonAnchor href="/audit">Clear filters</ButtonAnchor>}
      >
        The database did not answer in time. Try again in a moment, or ask for less: a shorter time, or one user.
      </ErrorState>
    </>
  )
}
