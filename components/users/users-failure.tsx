import type { ApiFailure } from '@/components/ui/api-answer'
import { ReadFailed } from '@/components/ui/read-failed'

type Props = {
  failure: ApiFailure
  onRetry: () => void
  isRetrying: boolean
  /** Rows from before are on the page */
  hasRows: boolean
}

/** The list could not be had. */
export function UsersFailed({ hasRows, ...rest }: Props) {
  const kept = hasRows ? 'The rows below are those from before.' : null
  return (
    <ReadFailed {...rest} {...wordsOf(rest.failure)} kept={kept} href="/users" className="flex-none px-gutter pb-2" />
  )
}

function wordsOf({ status, message }: ApiFailure): { title: string; text: string } {
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
