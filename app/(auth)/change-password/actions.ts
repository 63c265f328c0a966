'use server'

import { redirect } from 'next/navigation'
import { runAction } from '@/app/_shared/run-action'
import type { ActionState } from '@/components/ui/action-state'
import { type PasswordChange, passwordChangeSchema } from '@/server/account/account'
import { changeOwnPassword } from '@/server/account/account-service'
import { requireActor } from '@/server/auth/auth-session'
import { homePath, returnPath } from '@/server/auth/sign-in-policy'
import { parse } from '@/server/parse'

export async function changePasswordAction(
  _state: ActionState<PasswordChange>,
  form: FormData,
): Promise<ActionState<PasswordChange>> {
  const actor = await requireActor({ beforePasswordChange: true })
  const state = await runAction<PasswordChange>(form, async (values) => {
    await changeOwnPassword(actor, parse(passwordChangeSchema, values))
    return { message: 'Your password was changed.' }
  })
  if (state.status !== 'done') return state
  redirect(returnPath(form.get('next')) ?? homePath(actor.role))
}
