'use client'

import { PageTop } from '@/components/layout/page-top'
import { ButtonAnchor } from '@/components/ui/button-anchor'
import { ErrorState } from '@/components/ui/error-state'

type Props = { error: Error & { digest?: string }; retry: () => void }

/** A bug on one of the pages of users: the frame around it stays. */
export default function UsersErrorPage({ error, retry }: Props) {
  return (
    <>
      <PageTop title="Users" />
      <ErrorState
        title="This page could not be shown"
        requestId={error.digest}
        onRetry={retry}
        actions={<ButtonAnchor href="/users">Go to all users</ButtonAnchor>}
      >
        Something went wrong on our side, and nothing was changed. Try again; if it happens once more, an administrator
        can find it in the log by the id below.
      </ErrorState>
    </>
  )
}
