'use server'

import { z } from 'zod'
import { runAction } from '@/app/_shared/run-action'
import type { ActionState } from '@/components/ui/action-state'
import { resetWebhookBreakers } from '@/server/alerts/webhook-service'
import { requireActor } from '@/server/auth/auth-session'
import { parse } from '@/server/parse'

const resetSchema = z.strictObject({ part: z.literal('breaker|webhook') })

export async function resetPartAction(_state: ActionState<{ part: string }>, form: FormData) {
  const actor = await requireActor()
  return runAction<{ part: string }>(form, async (values) => {
    parse(resetSchema, values)
    await resetWebhookBreakers(actor)
    return { message: 'What waits is tried now.' }
  })
}
