'use client'

import { KeyRound } from 'lucide-react'
import { useActionState, useState } from 'react'
import { ButtonAnchor } from '@/components/ui/button-anchor'
import { CopyButton } from '@/components/ui/copy-button'
import { FormMessage } from '@/components/ui/form-message'
import { keepFocus } from '@/components/ui/keep-focus'
import { Notice } from '@/components/ui/notice'
import { Segments } from '@/components/ui/segments'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'
import type { UserRole } from '@/server/users/user'
import type { MakeToken, TokenState } from './token-actions'

export type TokenFormProps = {
  nameMax: number
  daysMax: number
  /** Those that the owner may give, the highest first; with one there is nothing to choose */
  roles: ReadonlyArray<{ value: UserRole; label: string }>
  make: MakeToken
}

/** Makes a token and shows its secret, once. */
export function TokenForm(props: TokenFormProps) {
  const [round, setRound] = useState(0)
  // Drawn anew for another one: so the secret is gone from the page, and never part of what the next form sends
  return <OneToken key={round} {...props} onAnother={() => setRound(round + 1)} />
}

const idle: TokenState = { answer: { status: 'idle' }, made: null }

function OneToken({ nameMax, daysMax, roles, make, onAnother }: TokenFormProps & { onAnother: () => void }) {
  const [{ answer, made }, submit, isPending] = useActionState(make, idle)
  if (made) {
    return (
      <div tabIndex={-1} className="outline-none" ref={(element) => keepFocus(element, answer)}>
        <Notice tone="ok">
          <p>
            “<bdi>{made.name}</bdi>” was made. Copy the token now: nobody can show it again.
          </p>
          <p className="mt-1 flex items-center gap-1">
            <code className="wrap-anywhere select-all">{made.secret}</code>
            <CopyButton text={made.secret} label="Copy the token" className="shrink-0" />
          </p>
        </Notice>
        <ButtonAnchor
          href="/account"
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
    <form action={submit} noValidate aria-label="New token" className="grid gap-4">
      <FormMessage state={answer} />
      <div className="flex flex-wrap items-start gap-4">
        <TextField
          name="name"
          label="Token name"
          hint="What it is for, such as “Nightly report”."
          limit={nameMax}
          defaultValue={typed.name}
          errors={errors.name}
          autoComplete="off"
          className="min-w-56 flex-1"
        />
        <TextField
          name="expiresInDays"
          label="Ends after days"
          hint={`1 to ${daysMax}.`}
          inputMode="numeric"
          defaultValue={typed.expiresInDays ?? '90'}
          errors={errors.expiresInDays}
          autoComplete="off"
          className="w-36"
        />
      </div>
      {roles.length > 1 ? (
        <Segments
          key={typed.role}
          label="At most"
          name="role"
          options={roles}
          defaultValue={typed.role ?? roles[0]?.value}
        />
      ) : null}
      <div>
        <SubmitButton variant="default" icon={<KeyRound />} isPending={isPending}>
          Make token
        </SubmitButton>
      </div>
    </form>
  )
}
