import { SessionPanel } from '@/components/sessions/session-panel'
import { userCan } from '@/server/users/user-policy'
import { endAllSessionsAction, endSessionAction } from '../actions'
import type { UserTabProps } from './user-profile-tab'

export function UserSessionsTab({ actor, user, sessions, now }: UserTabProps) {
  return (
    <SessionPanel
      sessions={sessions}
      now={now}
      actions={userCan.endSessions(actor, user) ? sessionActions(user.id) : null}
      none="Nobody is signed in to this account."
    />
  )
}

export function sessionActions(userId: string) {
  return { end: endSessionAction.bind(null, userId), endAll: endAllSessionsAction.bind(null, userId) }
}
