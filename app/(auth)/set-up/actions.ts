'use server'

import { redirect } from 'next/navigation'
import { runAction } from '@/app/_shared/run-action'
import type { ActionState } from '@/components/ui/action-state'
import { signInHere } from '@/server/auth/auth-config'
import { requestFacts } from '@/server/auth/auth-session'
import { createFirstAdministrator, type SetUp } from '@/server/auth/set-up-service'

/** Open to everybody who has the link that the start printed. */
export async function setUpAction(_state: ActionState<SetUp>, form: FormData): Promise<ActionState<SetUp>> {
  const state = await runAction<SetUp>(form, async ({ secret, name, email, password }) => {
    const request = await requestFacts()
    const user = await createFirstAdministrator({ secret: `${secret}`, name, email, password, request })
    await signInHere(user.email, `${password}`)
    return { message: `${user.name} is the first administrator.` }
  })
  if (state.status !== 'done') return state
  redirect('/users')
}
