import { v7 as uuidv7 } from 'uuid'
import type { OpenAlert } from '@/server/alerts/alert'
import { changeAsAdministrator, refuseUnlessAdministrator } from '@/server/alerts/alert-change-service'
import { alertRepository } from '@/server/alerts/alert-repository'
import { deliveryRepository } from '@/server/alerts/delivery-repository'
import {
  isRuleKey,
  type Rule,
  type RuleKey,
  type RuleSettings,
  ruleDefinitions,
  ruleSettingsSchema,
  type Silence,
  silencedUntil,
} from '@/server/alerts/rule'
import { ruleRepository } from '@/server/alerts/rule-repository'
import { webhookRepository } from '@/server/alerts/webhook-repository'
import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError, notFound } from '@/server/errors'
import type { FieldValues, Subject } from '@/server/events/event'
import { operation } from '@/server/operation'
import { parse } from '@/server/parse'
import { type Database, database } from '@/server/platform/database'

/** All rules, in their order. Fails with `forbidden`. */
export const listRules = operation('listRules', async (actor: Actor): Promise<Rule[]> => {
  refuseUnlessAdministrator(actor)
  return ruleRepository(database()).list()
})

/** One of them. Fails with `forbidden`, or `not_found` where there is no such rule. */
export const getRule = operation('getRule', async (actor: Actor, key: string): Promise<Rule> => {
  const known = knownKey(key)
  const found = (await listRules(actor)).find((rule) => rule.key === known)
  if (!found) throw notFound('rule')
  return found
})

/**
 * Changes what is given and leaves the rest. `patch` is untrusted: what fits depends on the rule. Fails with
 * `forbidden`, `not_found`, `invalid`, or `version_stale` when somebody changed it since `version`.
 */
export const updateRule = operation(
  'updateRule',
  async (actor: Actor, key: string, version: number, patch: unknown): Promise<Rule> => {
    const known = knownKey(key)
    return changeAsAdministrator(actor, 'alert-rule.updated', ruleSubject(known), async (tx, record) => {
      const now = clock.now()
      const values = parse(ruleSettingsSchema(known).partial(), patch)
      const rule = await ruleRepository(tx).lock(known, now)
      if (rule.version !== version) {
        const message = 'Somebody else changed this rule meanwhile. What you typed is kept: compare, then save again.'
        throw new AppError('version_stale', message)
      }
      const { before, after } = differences(rule, values)
      if (Object.keys(after).length === 0) return rule
      const next = { ...rule, ...values, version: version + 1 }
      await ruleRepository(tx).update(next, now)
      await record({ changes: [{ subject: ruleSubject(known), version: next.version, before, after }] })
      return next
    })
  },
)

/** Keeps a rule from telling, or lets it tell again; what it sees still goes into the history. Fails with `forbidden`, `not_found`, or `invalid`. */
export const silenceRule = operation(
  'silenceRule',
  async (actor: Actor, key: string, silence: Silence): Promise<Rule> => {
    const known = knownKey(key)
    return changeAsAdministrator(actor, 'alert-rule.silenced', ruleSubject(known), async (tx, record) => {
      const now = clock.now()
      const until = silencedUntil(silence, now)
      const lastsMs = until && until.getTime() - now.getTime()
      // Not the other way round: what is no time at all is neither more nor less
      if (lastsMs !== null && !(lastsMs > 0 && lastsMs <= longestSilenceMs)) {
        const message = 'Give a time from now on, at most 30 days away'
        throw new AppError('invalid', message, { until: [message] })
      }
      const next = { ...(await ruleRepository(tx).lock(known, now)), silencedUntil: until }
      await ruleRepository(tx).update(next, now)
      await record({ details: { until: until?.toISOString() ?? 'now' } })
      return next
    })
  },
)

/** Sends what the rule would send, as a test, to every webhook that is on. Fails with `forbidden` or `not_found`. */
export const testRule = operation('testRule', async (actor: Actor, key: string): Promise<OpenAlert> => {
  const known = knownKey(key)
  return changeAsAdministrator(actor, 'alert-rule.tested', ruleSubject(known), async (tx, record) => {
    const webhookIds = await webhookRepository(tx).idsOn()
    const alert = await makeTestAlert(tx, known, webhookIds)
    await record({ details: { webhooks: webhookIds.length } })
    return alert
  })
})

/** An alert that is over as it begins, and its deliveries. Asks no right. */
export async function makeTestAlert(tx: Database, key: RuleKey, webhookIds: readonly string[]): Promise<OpenAlert> {
  const now = clock.now()
  const rule = (await ruleRepository(tx).list()).find((each) => each.key === key)
  if (!rule) throw notFound('rule')
  const { threshold, forSeconds, severity } = rule
  const figures = { threshold, forSeconds, severity, figure: threshold, worst: threshold, resolvedFigure: threshold }
  const times = { beganAt: now, firedAt: now, resolvedAt: now }
  const alert = { id: uuidv7(), rule: key, isTest: true, instance: null, ...figures, ...times }
  await alertRepository(tx).insert(alert)
  await deliveryRepository(tx).insert(alert.id, webhookIds, 'test', now)
  return { ...alert, acknowledgedAt: null, acknowledgedBy: null, isSilenced: false }
}

const longestSilenceMs = 30 * 86_400_000 + 1000

function knownKey(key: string): RuleKey {
  if (!isRuleKey(key)) throw notFound('rule')
  return key
}

function ruleSubject(key: RuleKey): Subject {
  return { kind: 'alert-rule', id: key, label: ruleDefinitions[key].name }
}

function differences(rule: Rule, values: Partial<RuleSettings>): { before: FieldValues; after: FieldValues } {
  const before: FieldValues = {}
  const after: FieldValues = {}
  for (const field of ['isOn', 'threshold', 'forSeconds', 'severity'] as const) {
    const value = values[field]
    if (value === undefined || value === rule[field]) continue
    before[field] = rule[field]
    after[field] = value
  }
  return { before, after }
}
