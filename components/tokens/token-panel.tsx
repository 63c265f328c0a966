'use client'

import { type ReactNode, useActionState, useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { FormMessage } from '@/components/ui/form-message'
import { keepFocus } from '@/components/ui/keep-focus'
import { Panel } from '@/components/ui/panel'
import { useActionToast } from '@/components/ui/use-action-toast'
import type { Token } from '@/server/tokens/token'
import type { UserRole } from '@/server/users/user'
import type { RevokeToken } from './token-actions'
import { TokenTable } from './token-table'

type Props = {
  tokens: readonly Token[]
  roleWords: Record<UserRole, string>
  now: Date
  hasOwners?: boolean
  /** What tokens are, to whoever reads this page */
  note: ReactNode
  /** When there is none */
  none: string
  revoke: RevokeToken
  /** The form for a new one */
  children?: ReactNode
}

/** The tokens that programs sign in with, and the way to end them. */
export function TokenPanel({ tokens, roleWords, now, hasOwners, note, none, revoke, children }: Props) {
  const [revoked, submit, isPending] = useActionState(revoke, { status: 'idle' })
  const [asked, setAsked] = useState<Token | null>(null)
  useActionToast(revoked, { failed: 'in-form' })
  return (
    <Panel title="API tokens" count={tokens.length} isFlush>
      <p className="border-line border-b px-4 py-3 text-ink-2">{note}</p>
      <div tabIndex={-1} className="outline-none" ref={(element) => keepFocus(element, revoked)}>
        <div className="[&>*]:m-4">
          <FormMessage state={revoked} />
        </div>
        {tokens.length === 0 ? (
          <p className="px-4 py-3 text-ink-3">{none}</p>
        ) : (
          <TokenTable
            tokens={tokens}
            roleWords={roleWords}
            now={now}
            hasOwners={hasOwners}
            revoke={submit}
            onAsk={setAsked}
          />
        )}
      </div>
      {children ? <div className="border-line border-t p-4">{children}</div> : null}
      <ConfirmDialog
        isOpen={asked !== null}
        onCancel={() => setAsked(null)}
        title={`Revoke “${asked?.name}”?`}
        consequence="Programs that use this token are turned away from now on. It can’t be brought back."
        confirmLabel="Revoke"
        tone="danger"
        isPending={isPending}
        error={undefined}
        action={(form) => {
          setAsked(null)
          submit(form)
        }}
      >
        <input type="hidden" name="tokenId" value={asked?.id ?? ''} />
      </ConfirmDialog>
    </Panel>
  )
}
