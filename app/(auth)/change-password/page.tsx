import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { signOutAction } from '@/app/(auth)/sign-out/actions'
import { DoorCard } from '@/components/sign-in/door-card'
import { OwnPasswordForm } from '@/components/sign-in/own-password-form'
import { SubmitButton } from '@/components/ui/submit-button'
import { requireActor } from '@/server/auth/auth-session'
import { homePath, returnPath } from '@/server/auth/sign-in-policy'
import { changePasswordAction } from './actions'

export const metadata: Metadata = { title: 'Choose a password' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ChangePasswordPage({ searchParams }: Props) {
  const actor = await requireActor({ beforePasswordChange: true })
  const next = returnPath((await searchParams).next)
  if (!actor.mustChangePassword) redirect(next ?? homePath(actor.role))
  return (
    <DoorCard title="Choose your own password">
      <p className="text-ink-2">
        You signed in as <bdi className="font-medium text-ink">{actor.email}</bdi> with a password that somebody gave
        you. Choose one that only you know; then you go on.
      </p>
      <OwnPasswordForm action={changePasswordAction} email={actor.email ?? ''} next={next} size="lg" />
      <form action={signOutAction}>
        <SubmitButton variant="quiet" size="lg" isWide>
          Sign out
        </SubmitButton>
      </form>
    </DoorCard>
  )
}
