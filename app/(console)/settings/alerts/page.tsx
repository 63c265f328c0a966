import type { Metadata } from 'next'
import { orNotFound } from '@/app/_shared/or-not-found'
import { withRequestId } from '@/app/_shared/request-id-on-error'
import { RulesPanel } from '@/components/alerts/rules-panel'
import { WebhooksPanel } from '@/components/alerts/webhooks-panel'
import { PageTop } from '@/components/layout/page-top'
import { listRules } from '@/server/alerts/rule-service'
import { listWebhooks } from '@/server/alerts/webhook-service'
import { requireActor } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import {
  changeWebhookAction,
  createWebhookAction,
  silenceRuleAction,
  testRuleAction,
  updateRuleAction,
} from './actions'

export const metadata: Metadata = { title: 'Alerts' }

export default function AlertSettingsPage() {
  return withRequestId(drawPage())
}

async function drawPage() {
  const actor = await requireActor()
  const [rules, webhooks] = await orNotFound(Promise.all([listRules(actor), listWebhooks(actor)]))
  return (
    <>
      <PageTop title="Alerts" crumbs={[{ href: '/settings', label: 'Settings' }]} />
      <div className="grid max-w-240 gap-6 px-gutter pt-2 pb-14 max-md:gap-4">
        <RulesPanel
          rules={rules}
          now={clock.now()}
          actions={{ update: updateRuleAction, silence: silenceRuleAction, test: testRuleAction }}
        />
        <WebhooksPanel
          webhooks={webhooks}
          now={clock.now()}
          actions={{ create: createWebhookAction, change: changeWebhookAction }}
        />
      </div>
    </>
  )
}
