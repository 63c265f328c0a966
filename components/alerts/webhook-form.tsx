'use client'

import { useActionState, useState } from 'react'
import { ButtonAnchor } from '@/components/ui/button-anchor'
import { CopyButton } from '@/components/ui/copy-button'
import { FormMessage } from '@/components/ui/form-message'
import { keepFocus } from '@/components/ui/keep-focus'
import { Notice } from '@/components/ui/notice'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'
import type { WebhookActions, WebhookState } from './alert-actions'

type Props = { create: WebhookActions['create'] }

/** Adds a webhook and shows its secret, once. */
export function WebhookForm(props: Props) {
  const [round, setRound] = useState(0)
  // Drawn anew for another one: so the secret is gone from the page, and never part of what the next form sends
  return <OneWebhook key={round} {...props} onAnother={() => setRound(round + 1)} />
}

const idle: WebhookState = { answer: { status: 'idle' }, made: null }

function OneWebhook({ create, onAnother }: Props & { onAnother: () => void }) {
  const [{ answer, made }, submit, isPending] = useActionState(create, idle)
  if (made) {
    return (
      <div tabIndex={-1} className="outline-none" ref={(element) => keepFocus(element, answer)}>
        <Notice tone="ok">
          <p>
            “<bdi>{made.name}</bdi>” was added. Copy its secret now: nobody can show it again. Receivers check by it
            that a delivery comes from here.
          </p>
          <p className="mt-1 flex items-center gap-1">
            <code className="wrap-anywhere select-all">{made.secret}</code>
            <CopyButton text={made.secret} label="Copy the secret" className="shrink-0" />
          </p>
        </Notice>
        <ButtonAnchor
          href="/settings/alerts"
          className="mt-3"
          onClick={(event) => {
            event.preventDefault()
            onAnother()
          }}
        >
          Done
        </ButtonAnchor>
      </div>
    )
  }
  const errors = answer.status === 'failed' ? answer.fields : {}
  const typed = answer.status === 'failed' ? answer.values : {}
  return (
    <form action={submit} noValidate aria-label="New webhook" className="grid gap-4">
      <FormMessage state={answer} />
      <div className="flex flex-wrap items-start gap-4">
        <TextField
          name="name"
          label="Webhook name"
          hint="What is there, such as “Chat of operations”."
          limit={100}
          defaultValue={typed.name}
          errors={errors.name}
          autoComplete="off"
          className="min-w-48 flex-1"
        />
        <TextField
          name="url"
          label="Address"
          hint="Where alerts are posted to, with https:// or http://."
          inputMode="url"
          defaultValue={typed.url}
          errors={errors.url}
          autoComplete="off"
          className="min-w-56 flex-2"
        />
      </div>
      <div>
        <SubmitButton variant="default" isPending={isPending}>
          Add webhook
        </SubmitButton>
      </div>
    </form>
  )
}
