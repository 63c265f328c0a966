import type { ApiFailure } from '@/components/ui/api-answer'
import { ReadFailed } from '@/components/ui/read-failed'

type Props = {
  failure: ApiFailure
  onRetry: () => void
  isRetrying: boolean
  /** Charts from before are on the page */
  hasCharts: boolean
}

/** The figures could not be had. */
export function PerformanceFailed({ hasCharts, ...rest }: Props) {
  const kept = hasCharts ? 'The charts below are those from before.' : null
  return <ReadFailed {...rest} {...wordsOf(rest.failure)} kept={kept} href="/performance" className="px-gutter pb-3" />
}

function wordsOf({ status, message }: ApiFailure): { title: string; text: string } {
  if (status === 401) return { title: 'You were signed out', text: 'Sign in to see the figures as they are now.' }
  if (status === 403 || status === 404) {
    return { title: 'You may no longer see this page', text: 'Performance is for administrators. Ask one of them.' }
  }
  return { title: 'The figures could not be loaded', text: message }
}
