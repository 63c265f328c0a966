import { z } from 'zod'
import { ruleKeys, severities, silenceSchema } from '@/server/alerts/rule'
import { deliveryOccasions, webhookCreateSchema, webhookUpdateSchema } from '@/server/alerts/webhook'

/* What the API answers and takes about alerts; see api-schemas.ts. */

const time = z.iso.datetime()
const id = z.uuid()
const rule = z.enum(ruleKeys)
const severity = z.enum(severities)
const unit = z.enum(['ms', '%', 'MiB', 'requests'])

const alert = z.strictObject({
  id,
  rule,
  name: z.string().describe('Of the rule, for people'),
  severity,
  isTest: z.boolean().describe('Made by hand, to see that it arrives'),
  unit: unit.describe('Of threshold and figures'),
  threshold: z.number(),
  forSeconds: z.int(),
  beganAt: time.describe('When the figure first passed the threshold'),
  firedAt: time,
  figure: z.number().describe('When it fired'),
  worst: z.number().describe('So far'),
  instance: z.string().nullable().describe('The one that it is about; null for all of them together'),
  isSilenced: z.boolean().describe('Its rule is silenced at the moment'),
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable().describe('Name and address as they were then'),
  resolvedAt: time.nullable(),
  resolvedFigure: z.number().nullable(),
})

const alertRule = z.strictObject({
  rule,
  name: z.string(),
  isOn: z.boolean(),
  isBad: z.enum(['above', 'below']).describe('On which side of the threshold'),
  threshold: z.number(),
  unit,
  forSeconds: z.int().describe('So long on end, before it fires and before it resolves'),
  severity,
  silencedUntil: time.nullable(),
  version: z.int().min(1),
})

const webhook = z.strictObject({
  id,
  name: z.string(),
  url: z.string(),
  isOn: z.boolean(),
  version: z.int().min(1),
  createdAt: time,
  last: z
    .strictObject({
      occasion: z.enum(deliveryOccasions),
      state: z.enum(['delivered', 'waiting', 'gave-up']),
      attempts: z.int(),
      createdAt: time,
      deliveredAt: time.nullable(),
      nextAt: time.nullable(),
      lastError: z.string().nullable(),
    })
    .nullable()
    .describe('The newest of what was to be sent there'),
  breaker: z
    .strictObject({
      state: z.enum(['closed', 'half-open', 'open']),
      lastError: z.string().nullable(),
      lastErrorAt: time.nullable(),
    })
    .describe('Of the instance that answers'),
})

const page = z.strictObject({ next: z.string().nullable(), previous: z.string().nullable(), limit: z.int() })

export const alertAnswerSchemas = {
  Alert: alert,
  AlertPage: z.strictObject({ data: z.array(alert), page }),
  AlertRule: alertRule,
  AlertRules: z.strictObject({ data: z.array(alertRule) }),
  Webhook: webhook,
  Webhooks: z.strictObject({ data: z.array(webhook) }),
  WebhookWithSecret: webhook.extend({
    secret: z.string().describe('What signs each delivery. Nobody can show it again'),
  }),
}

/** What fits depends on the rule: its service says so. */
export const rulePatchSchema = z
  .strictObject({
    isOn: z.boolean('Must be true or false'),
    threshold: z.number('Give a number').describe('In the unit of the rule'),
    forSeconds: z.int('Give a whole number').min(1).max(86_400),
    severity: z.enum(severities, 'Choose a severity'),
  })
  .partial()

export const alertBodySchemas = {
  AlertRulePatch: rulePatchSchema,
  Silence: silenceSchema,
  NewWebhook: webhookCreateSchema,
  WebhookPatch: webhookUpdateSchema,
}
