'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_shared/run-action'
import { listEntries, type SettingsEdit } from '@/components/settings/settings-edit'
import type { ActionState } from '@/components/ui/action-state'
import { requireActor } from '@/server/auth/auth-session'
import { parse } from '@/server/parse'
import { settingsSchema } from '@/server/settings/settings'
import { updateSettings } from '@/server/settings/settings-service'
import { revokeToken } from '@/server/tokens/token-service'

const versionSchema = z.coerce.number().int().min(1)

export async function updateSettingsAction(_state: ActionState<SettingsEdit>, form: FormData) {
  const actor = await requireActor()
  const state = await runAction<SettingsEdit>(form, async ({ version, ...values }) => {
    const settings = parse(settingsSchema, {
      ...values,
      restrictedDomains: listEntries(values.restrictedDomains),
      allowedDomains: listEntries(values.allowedDomains),
    })
    const begun = parse(versionSchema, version)
    const saved = await updateSettings(actor, begun, settings)
    if (saved.eventId === null) return { message: 'Nothing to change: it is so already.' }
    return { message: 'The settings were saved.', eventId: saved.eventId }
  })
  revalidatePath('/settings')
  return state
}

export async function revokeTokenAction(_state: ActionState<{ tokenId: string }>, form: FormData) {
  const actor = await requireActor()
  const state = await runAction<{ tokenId: string }>(form, async (values) => {
    const { tokenId } = parse(z.strictObject({ tokenId: z.uuid() }), values)
    await revokeToken(actor, tokenId)
    return { message: 'The token was revoked.' }
  })
  revalidatePath('/settings')
  return state
}
