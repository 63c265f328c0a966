import { Notice } from '@/components/ui/notice'

const places: [start: string, name: string][] = [
  ['/users/', 'the user’s page'],
  ['/users', 'the users'],
  ['/audit', 'the audit log'],
  ['/imports', 'the imports'],
  ['/performance', 'the performance page'],
  ['/settings', 'the settings'],
  ['/account', 'your account'],
]

type Props = {
  /** `ended`: the session was over when they came. `asked`: they signed out themselves */
  reason: 'ended' | 'asked'
  /** Where they go on afterwards */
  next: string | null
}

export function SignedOutNotice({ reason, next }: Props) {
  const place = places.find(([start]) => next?.startsWith(start))?.[1]
  if (reason === 'asked') {
    return (
      <Notice tone="info" role="status">
        You are signed out.
      </Notice>
    )
  }
  return (
    <Notice tone="info" role="status">
      You were signed out. Sign in to go on.{place ? ` You come back to ${place}.` : null}
    </Notice>
  )
}
