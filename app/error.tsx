'use client'

import { ButtonAnchor } from '@/components/ui/button-anchor'
import { ErrorState } from '@/components/ui/error-state'

type Props = { error: unknown; retry: () => void }

export default function ErrorPage({ error, retry }: Props) {
  return (
    <main className="flex min-h-dvh flex-col">
      <ErrorState
        isPage
        title="This page could not be shown"
        requestId={digestOf(error)}
        onRetry={retry}
        actions={<ButtonAnchor href="/">Go to the start</ButtonAnchor>}
      >
        Something went wrong on our side. Try again; if it happens once more, an administrator can find it in the log by
        the id below.
      </ErrorState>
    </main>
  )
}

/** The id under which the server logged it. */
function digestOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('digest' in error)) return undefined
  return typeof error.digest === 'string' ? error.digest : undefined
}
