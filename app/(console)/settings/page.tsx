import type { Metadata } from 'next'
import { orNotFound } from '@/app/_shared/or-not-found'
import { withRequestId } from '@/app/_shared/request-id-on-error'
import { EventList } from '@/components/audit/event-list'
import { LiveRefresh } from '@/components/layout/live-refresh'
import { PageTop } from '@/components/layout/page-top'
import { SettingsForm } from '@/components/settings/settings-form'
import { TokenPanel } from '@/components/tokens/token-panel'
import { ButtonLink } from '@/components/ui/button-link'
import { Panel } from '@/components/ui/panel'
import { roleWords } from '@/components/users/user-words'
import { requireActor } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import { getSettings, getSettingsHistory } from '@/server/settings/settings-service'
import { listTokens } from '@/server/tokens/token-service'
import { revokeTokenAction, updateSettingsAction } from './actions'

export const metadata: Metadata = { title: 'Settings' }

export default function SettingsPage() {
  return withRequestId(drawPage())
}

async function drawPage() {
  const actor = await requireActor()
  const [stored, history, tokens] = await orNotFound(
    Promise.all([getSettings(actor), getSettingsHistory(actor, 10), listTokens(actor)]),
  )
  return (
    <>
      <PageTop title="Settings" />
      <LiveRefresh subject={{ kind: 'settings', id: 'settings' }} noun="the settings" ownId={actor.id} />
      <div className="grid items-start gap-6 px-gutter pt-2 pb-14 max-md:gap-4 xl:grid-cols-[minmax(0,44rem)_minmax(0,25.5rem)]">
        <div className="grid gap-6 max-md:gap-4">
          <Panel
            title="Alerts"
            actions={
              <ButtonLink href="/settings/alerts" size="sm">
                Rules and webhooks
              </ButtonLink>
            }
          >
            <p className="text-ink-2">When Roster raises an alert about its own figures, and where it sends it.</p>
          </Panel>
          <SettingsForm stored={stored} action={updateSettingsAction} />
          <TokenPanel
            tokens={tokens}
            roleWords={roleWords}
            now={clock.now()}
            hasOwners
            note="What programs sign in with. Everybody makes their own on the account page; here any of them can be revoked."
            none="Nobody has one."
            revoke={revokeTokenAction}
          />
        </div>
        <Panel title="History" isFlush>
          {history.length > 0 ? (
            <EventList label="History of the settings" events={history} now={clock.now()} hasUndo />
          ) : (
            <p className="px-4 py-3 text-ink-3">Nobody has changed them yet.</p>
          )}
        </Panel>
      </div>
    </>
  )
}
