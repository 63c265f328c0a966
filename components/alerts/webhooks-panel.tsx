'use client'

import { useActionState, useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { FormMessage } from '@/components/ui/form-message'
import { keepFocus } from '@/components/ui/keep-focus'
import { Panel } from '@/components/ui/panel'
import { useActionToast } from '@/components/ui/use-action-toast'
import type { WebhookFacts } from '@/server/alerts/webhook'
import type { WebhookActions } from './alert-actions'
import { WebhookForm } from './webhook-form'
import { WebhookRow } from './webhook-row'

type Props = { webhooks: readonly WebhookFacts[]; now: Date; actions: WebhookActions }

/** Where alerts are sent, whether they arrive, and the way to add one. */
export function WebhooksPanel({ webhooks, now, actions }: Props) {
  const [changed, submit, isPending] = useActionState(actions.change, { status: 'idle' })
  const [asked, setAsked] = useState<WebhookFacts | null>(null)
  useActionToast(changed, { failed: 'in-form' })
  return (
    <Panel title="Webhooks" count={webhooks.length} isFlush>
      <p className="border-line border-b px-4 py-3 text-ink-2">
        Each alert is posted to these when it fires and when it is over, signed, and tried again for a day until it
        arrives.
      </p>
      <div tabIndex={-1} className="outline-none" ref={(element) => keepFocus(element, changed)}>
        <div className="[&>*]:m-4">
          <FormMessage state={changed} />
        </div>
        {webhooks.length === 0 ? (
          <p className="px-4 py-3 text-ink-3">There is none: alerts are shown in the console only.</p>
        ) : (
          <ul aria-label="Webhooks">
            {webhooks.map((webhook) => (
              <WebhookRow key={webhook.id} webhook={webhook} now={now} change={submit} onAsk={setAsked} />
            ))}
          </ul>
        )}
      </div>
      <div className="border-line border-t p-4">
        <WebhookForm create={actions.create} />
      </div>
      <ConfirmDialog
        isOpen={asked !== null}
        onCancel={() => setAsked(null)}
        title={`Remove “${asked?.name}”?`}
        consequence="What was still to be sent there is dropped, and its secret is gone."
        confirmLabel="Remove"
        tone="danger"
        isPending={isPending}
        error={undefined}
        action={(form) => {
          setAsked(null)
          submit(form)
        }}
      >
        <input type="hidden" name="webhookId" value={asked?.id ?? ''} />
        <input type="hidden" name="verb" value="remove" />
      </ConfirmDialog>
    </Panel>
  )
}
