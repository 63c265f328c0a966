import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { DoorCard } from '@/components/sign-in/door-card'
import { SignInForm } from '@/components/sign-in/sign-in-form'
import { SignedOutNotice } from '@/components/sign-in/signed-out-notice'
import { Notice } from '@/components/ui/notice'
import { requireActorOrNull } from '@/server/auth/auth-session'
import { needsSetUp } from '@/server/auth/set-up-service'
import { homePath, refusalMessage, returnPath } from '@/server/auth/sign-in-policy'
import { signInAction } from './actions'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: Props) {
  const query = await searchParams
  const next = returnPath(query.next)
  const actor = await requireActorOrNull()
  if (actor) redirect(next ?? homePath(actor.role))
  return (
    <DoorCard title="Sign in to Roster">
      {query.ended ? <SignedOutNotice reason="ended" next={next} /> : null}
      {query['signed-out'] ? <SignedOutNotice reason="asked" next={next} /> : null}
      {query.error ? (
        <Notice tone="bad" role="alert">
          {query.code === 'invalid_credentials' ? refusalMessage : 'You could not be signed in. Try again in a moment.'}
        </Notice>
      ) : null}
      {(await needsSetUp()) ? (
        <Notice tone="info">
          There is no administrator yet. Open the set-up link that Roster printed when it started.
        </Notice>
      ) : null}
      <SignInForm action={signInAction} next={next} />
      <p className="text-ink-3 text-sm">Forgot your password? An administrator can give you a new one.</p>
    </DoorCard>
  )
}
