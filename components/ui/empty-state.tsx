import type { ReactNode } from 'react'
import { Blank } from './blank'

type Props = {
  icon: ReactNode
  /** "No users yet" */
  title: string
  /** What to do next */
  children: ReactNode
  actions?: ReactNode
}

/** There is nothing yet. Not for a query that failed: that is an ErrorState. */
export function EmptyState(props: Props) {
  return <Blank {...props} />
}
