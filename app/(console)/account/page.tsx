import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { AccountNameForm } from '@/components/account/account-name-form'
import { AccountTheme } from '@/components/account/account-theme'
import { PageTop } from '@/components/layout/page-top'
import { parseTheme, themeCookie } from '@/components/layout/preferences'
import { SessionPanel } from '@/components/sessions/session-panel'
import { OwnPasswordForm } from '@/components/sign-in/own-password-form'
import { Panel } from '@/components/ui/panel'
import { requireActor } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import { listSessions } from '@/server/sessions/session-service'
import { userNameMax } from '@/server/users/user'
import { getUser } from '@/server/users/user-service'
import { changeOwnPasswordAction, endOtherSessionsAction, endOwnSessionAction, renameSelfAction } from './actions'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const actor = await requireActor()
  const id = actor.id ?? ''
  const [user, sessions] = await Promise.all([getUser(actor, id), listSessions(actor, id)])
  return (
    <>
      <PageTop title="Account" />
      <div className="grid max-w-200 gap-6 px-gutter pt-2 pb-14 max-md:gap-4">
        <AccountNameForm user={user} nameMax={userNameMax} action={renameSelfAction} />
        <Panel title="Password">
          <p className="mb-4 text-ink-2">{passwordConsequence(sessions.length - 1)}</p>
          <div className="max-w-96">
            <OwnPasswordForm action={changeOwnPasswordAction} email={user.email} next={null} />
          </div>
        </Panel>
        <SessionPanel
          sessions={sessions}
          now={clock.now()}
          actions={{ end: endOwnSessionAction, endAll: endOtherSessionsAction }}
          none="You are signed in nowhere."
        />
        <Panel title="Appearance">
          <AccountTheme theme={parseTheme((await cookies()).get(themeCookie)?.value)} />
        </Panel>
      </div>
    </>
  )
}

function passwordConsequence(others: number): string {
  if (others < 1) return 'You stay signed in here.'
  return `You stay signed in here. A new password ends your ${others === 1 ? 'other session' : `${others} other sessions`}.`
}
