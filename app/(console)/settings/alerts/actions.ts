'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { type Done, runAction } from '@/app/_shared/run-action'
import type { RuleEdit, WebhookEntry, WebhookState } from '@/components/alerts/alert-actions'
import type { ActionState } from '@/components/ui/action-state'
import { acknowledgeAlert } from '@/server/alerts/alert-service'
import { type RuleKey, ruleDefinitions, ruleKeys } from '@/server/alerts/rule'
import { silenceRule, testRule, updateRule } from '@/server/alerts/rule-service'
import { webhookCreateSchema } from '@/server/alerts/webhook'
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  resetWebhookBreaker,
  testWebhook,
  updateWebhook,
} from '@/server/alerts/webhook-service'
import { requireActor } from '@/server/auth/auth-session'
import { AppError, appErrorOf } from '@/server/errors'
import { parse } from '@/server/parse'

const ruleSchema = z.enum(ruleKeys)
const version = z.coerce.number().int().min(1)

export async function acknowledgeAlertAction(_state: ActionState<{ alertId: string }>, form: FormData) {
  const actor = await requireActor()
  return change<{ alertId: string }>(form, async (values) => {
    const { alertId } = parse(z.strictObject({ alertId: z.uuid() }), values)
    await acknowledgeAlert(actor, alertId)
    return { message: 'The alert was acknowledged.' }
  })
}

const silenceEntrySchema = z.strictObject({ rule: ruleSchema, hours: z.coerce.number().min(0) })

/** No hours end a silence. */
export async function silenceRuleAction(_state: ActionState<{ rule: RuleKey; hours: string }>, form: FormData) {
  const actor = await requireActor()
  return change<{ rule: RuleKey; hours: string }>(form, async (values) => {
    const { rule, hours } = parse(silenceEntrySchema, values)
    await silenceRule(actor, rule, hours === 0 ? { until: null } : { hours })
    const { name } = ruleDefinitions[rule]
    return { message: hours === 0 ? `${name} is heard again.` : `${name} is silenced for ${hours} h.` }
  })
}

const ruleEntrySchema = z.object({
  rule: ruleSchema,
  version,
  isOn: z.enum(['on', 'off']).transform((word) => word === 'on'),
})

export async function updateRuleAction(_state: ActionState<RuleEdit>, form: FormData) {
  const actor = await requireActor()
  return change<RuleEdit>(form, async ({ threshold, forSeconds, severity, ...values }) => {
    const { rule, version: begun, isOn } = parse(ruleEntrySchema, values)
    await updateRule(actor, rule, begun, { threshold, forSeconds, severity, isOn }).catch(asConflict)
    return { message: `${ruleDefinitions[rule].name} was saved.` }
  })
}

export async function testRuleAction(_state: ActionState<{ rule: RuleKey }>, form: FormData) {
  const actor = await requireActor()
  return change<{ rule: RuleKey }>(form, async (values) => {
    const { rule } = parse(z.strictObject({ rule: ruleSchema }), values)
    await testRule(actor, rule)
    return { message: `A test of ${ruleDefinitions[rule].name} is on its way to every webhook that is on.` }
  })
}

/** The secret is in this one answer, and not in the state that the next form would send back. */
export async function createWebhookAction(_state: WebhookState, form: FormData): Promise<WebhookState> {
  const actor = await requireActor()
  let made: WebhookState['made'] = null
  const answer = await change<WebhookEntry>(form, async (values) => {
    const { webhook, secret } = await createWebhook(actor, parse(webhookCreateSchema, values))
    made = { name: webhook.name, secret }
    return { message: `The webhook “${webhook.name}” was added.` }
  })
  return { answer, made }
}

const verbSchema = z.strictObject({ webhookId: z.uuid(), verb: z.enum(['test', 'reset', 'on', 'off', 'remove']) })

export async function changeWebhookAction(_state: ActionState<{ webhookId: string; verb: string }>, form: FormData) {
  const actor = await requireActor()
  return change<{ webhookId: string; verb: string }>(form, async (values) => {
    const { webhookId, verb } = parse(verbSchema, values)
    if (verb === 'test') {
      await testWebhook(actor, webhookId)
      return { message: 'A test is on its way.' }
    }
    if (verb === 'reset') {
      await resetWebhookBreaker(actor, webhookId)
      return { message: 'What waits is tried now.' }
    }
    if (verb === 'remove') {
      await deleteWebhook(actor, webhookId)
      return { message: 'The webhook was removed.' }
    }
    const found = await getWebhook(actor, webhookId)
    await updateWebhook(actor, webhookId, found.version, { isOn: verb === 'on' }).catch(asConflict)
    return { message: `The webhook was switched ${verb}.` }
  })
}

/** A form goes on from what holds now, and keeps what was typed. */
function asConflict(error: unknown): never {
  const known = appErrorOf(error)
  if (known?.code !== 'version_stale') throw error
  throw new AppError('conflict', known.message, {}, { cause: error })
}

async function change<Values>(
  form: FormData,
  work: (values: Record<string, unknown>) => Promise<Done>,
): Promise<ActionState<Values>> {
  const state = await runAction<Values>(form, work)
  revalidatePath('/settings/alerts')
  return state
}
