import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { withRequestId } from '@/app/_shared/request-id-on-error'
import { AccountNameForm } from '@/components/account/account-name-form'
import { AccountTheme } from '@/components/account/account-theme'
import { PageTop } from '@/components/layout/page-top'
import { parseTheme, themeCookie } from '@/components/layout/preferences'
import { SessionPanel } from '@/components/sessions/session-panel'
import { OwnPasswordForm } from '@/components/sign-in/own-password-form'
import { TokenForm } from '@/components/tokens/token-form'
import { TokenPanel } from '@/components/tokens/token-panel'
import { linkLook } from '@/components/ui/link-look'
import { Panel } from '@/components/ui/panel'
import { roleWords } from '@/components/users/user-words'
import { requireActor } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import { listSessions } from '@/server/sessions/session-service'
import { lowerRole, tokenDaysMax } from '@/server/tokens/token'
import { listTokens } from '@/server/tokens/token-service'
import { type UserRole, userNameMax, userRoles } from '@/server/users/user'
import { getUser } from '@/server/users/user-service'
import {
  changeOwnPasswordAction,
  endOtherSessionsAction,
  endOwnSessionAction,
  makeTokenAction,
  renameSelfAction,
  revokeOwnTokenAction,
} from './actions'

export const metadata: Metadata = { title: 'Account' }

export default function AccountPage() {
  return withRequestId(drawPage())
}

async function drawPage() {
  const actor = await requireActor()
  const id = actor.id ?? ''
  const [user, sessions, tokens] = await Promise.all([
    getUser(actor, id),
    listSessions(actor, id),
    listTokens(actor, id),
  ])
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
        <div id="tokens">
          <TokenPanel
            tokens={tokens}
            roleWords={roleWords}
            now={clock.now()}
            note={<TokenNote />}
            none="You have none."
            revoke={revokeOwnTokenAction}
          >
            <TokenForm
              nameMax={userNameMax}
              daysMax={tokenDaysMax}
              roles={rolesUpTo(user.role)}
              make={makeTokenAction}
            />
          </TokenPanel>
        </div>
        <Panel title="Appearance">
          <AccountTheme theme={parseTheme((await cookies()).get(themeCookie)?.value)} />
        </Panel>
      </div>
    </>
  )
}

function passwordConsequence(others: number): string {
  const sessions = others < 1 ? '' : `your ${others === 1 ? 'other session' : `${others} other sessions`} and `
  return `You stay signed in here. A new password ends ${sessions}your API tokens.`
}

function TokenNote() {
  return (
    <>
      A program that sends one acts for you, in no higher a role than you give it.{' '}
      <a href="/api/v1/docs" className={linkLook}>
        What the API can do
      </a>
    </>
  )
}

/** The own one first: a token can be less than its owner, never more. */
function rolesUpTo(highest: UserRole) {
  const roles = userRoles.filter((role) => lowerRole(role, highest) === role)
  return roles.map((value) => ({ value, label: roleWords[value] }))
}
