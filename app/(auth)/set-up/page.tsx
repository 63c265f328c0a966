import type { Metadata } from 'next'
import { orNotFound } from '@/app/_shared/or-not-found'
import { DoorCard } from '@/components/sign-in/door-card'
import { SetUpForm } from '@/components/sign-in/set-up-form'
import { checkSetUp } from '@/server/auth/set-up-service'
import { setUpAction } from './actions'

export const metadata: Metadata = { title: 'Set up' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SetUpPage({ searchParams }: Props) {
  const { secret } = await searchParams
  const given = typeof secret === 'string' ? secret : ''
  await orNotFound(checkSetUp(given))
  return (
    <DoorCard title="Set up Roster">
      <p className="text-ink-2">
        You are the first here. Make your account: it will be the administrator’s, who can then create all others.
      </p>
      <SetUpForm action={setUpAction} secret={given} />
    </DoorCard>
  )
}
