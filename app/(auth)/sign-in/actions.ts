'use server'

import { redirect } from 'next/navigation'
import { runAction } from '@/app/_shared/run-action'
import type { ActionState } from '@/components/ui/action-state'
import { signInHere } from '@/server/auth/auth-config'
import { addressWith, requireActorOrNull } from '@/server/auth/auth-session'
import { homePath, returnPath } from '@/server/auth/sign-in-policy'

export type SignInValues = { email: string; password: string }

/** Open to everybody: it is how somebody becomes known. */
export async function signInAction(
  _state: ActionState<SignInValues>,
  form: FormData,
): Promise<ActionState<SignInValues>> {
  const state = await runAction<SignInValues>(form, async ({ email, password }) => {
    await signInHere(textOf(email), textOf(password))
    return { message: 'You are signed in.' }
  })
  if (state.status !== 'done') return state
  const actor = await requireActorOrNull()
  const next = returnPath(form.get('next'))
  if (actor?.mustChangePassword) redirect(addressWith('/change-password', { next }))
  redirect(next ?? homePath(actor?.role ?? 'user'))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
