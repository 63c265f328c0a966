'use client'

import { PageTop } from '@/components/layout/page-top'
import { ErrorState } from '@/components/ui/error-state'

type Props = { error: Error & { digest?: string }; retry: () => void }

/** The page could not be drawn: the frame around it stays. */
export default function PerformanceErrorPage({ error, retry }: Props) {
  return (
    <>
      <PageTop title="Performance" />
      <ErrorState title="The figures could not be loaded" requestId={error.digest} onRetry={retry}>
        Something went wrong on our side. What is measured is kept meanwhile.
      </ErrorState>
    </>
  )
}
