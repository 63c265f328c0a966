import { alertQuerySchema } from '@/server/alerts/alert'
import { type Operation, query } from './api-operation'

const group = 'Alerts'
const rulePath = '/api/v1/alert-rules/{rule}'
const webhookPath = '/api/v1/webhooks/{id}'
const nothing = { is: 'Nothing', example: {} } as const
const rule = { status: 200, is: 'The rule as it is now', json: ['AlertRule'], headers: ['ETag'] } as const
const webhook = { status: 200, is: 'The webhook as it is now', json: ['Webhook'], headers: ['ETag'] } as const

const alertOperationsOnly: Operation[] = [
  {
    id: 'listAlerts',
    method: 'get',
    path: '/api/v1/alerts',
    group,
    summary: 'List alerts',
    notes: 'Newest first: those that are open, and those that were. For administrators, as everything about alerts.',
    query: query(alertQuerySchema, 'open&limit=10', {
      open: 'Only those that are not over',
      limit: 'How many a page has: 50 unless asked for',
      cursor: 'Where to go on: `next` or `previous` of another page',
    }),
    answer: { status: 200, is: 'A page of alerts', json: ['AlertPage'] },
    refusals: [],
  },
  {
    id: 'acknowledgeAlert',
    method: 'post',
    path: '/api/v1/alerts/{id}/acknowledge',
    group,
    summary: 'Acknowledge an alert',
    notes: 'Its banner goes for everybody. Of two at once the first one is named, and the other is answered 409.',
    body: nothing,
    answer: { status: 200, is: 'The alert as it is now', json: ['Alert'] },
    refusals: [404, 409, 413],
  },
]

const ruleOperations: Operation[] = [
  {
    id: 'listAlertRules',
    method: 'get',
    path: '/api/v1/alert-rules',
    group,
    summary: 'List the rules',
    answer: { status: 200, is: 'All of them', json: ['AlertRules'] },
    refusals: [],
  },
  {
    id: 'getAlertRule',
    method: 'get',
    path: rulePath,
    group,
    summary: 'Read a rule',
    answer: rule,
    refusals: [],
  },
  {
    id: 'updateAlertRule',
    method: 'patch',
    path: rulePath,
    group,
    summary: 'Change a rule',
    notes: 'What is absent stays. Switching a rule off ends its alert.',
    ifMatch: 'required',
    body: { is: 'AlertRulePatch', example: { threshold: 500, forSeconds: 60 } },
    answer: rule,
    refusals: [412, 413, 428],
  },
  {
    id: 'silenceAlertRule',
    method: 'post',
    path: rulePath.concat('/silence'),
    group,
    summary: 'Silence a rule',
    notes: 'For `hours`, or `until` a time; null ends a silence. What it sees still goes into the history.',
    body: { is: 'Silence', example: { hours: 8 } },
    answer: rule,
    refusals: [413],
  },
  {
    id: 'testAlertRule',
    method: 'post',
    path: rulePath.concat('/test'),
    group,
    summary: 'Test a rule',
    notes: 'Sends what the rule would send, marked as a test, to every webhook that is on.',
    body: nothing,
    answer: { status: 200, is: 'The alert of the test', json: ['Alert'] },
    refusals: [413],
  },
]

const webhookOperations: Operation[] = [
  {
    id: 'listWebhooks',
    method: 'get',
    path: '/api/v1/webhooks',
    group,
    summary: 'List webhooks',
    answer: { status: 200, is: 'All of them', json: ['Webhooks'] },
    refusals: [],
  },
  {
    id: 'createWebhook',
    method: 'post',
    path: '/api/v1/webhooks',
    group,
    summary: 'Add a webhook',
    body: { is: 'NewWebhook', example: { name: 'Chat', url: 'https://hooks.example.com/roster' } },
    answer: {
      status: 201,
      is: 'The webhook and its secret',
      json: ['WebhookWithSecret'],
      headers: ['ETag', 'Location'],
    },
    refusals: [413],
  },
  {
    id: 'getWebhook',
    method: 'get',
    path: webhookPath,
    group,
    summary: 'Read a webhook',
    answer: webhook,
    refusals: [404],
  },
  {
    id: 'updateWebhook',
    method: 'patch',
    path: webhookPath,
    group,
    summary: 'Change a webhook',
    notes: 'What is absent stays. A change closes its breaker.',
    ifMatch: 'required',
    body: { is: 'WebhookPatch', example: { isOn: false } },
    answer: webhook,
    refusals: [404, 412, 413, 428],
  },
  {
    id: 'deleteWebhook',
    method: 'delete',
    path: webhookPath,
    group,
    summary: 'Remove a webhook',
    notes: 'With what was still to be sent there.',
    ifMatch: 'required',
    answer: { ...webhook, is: 'The webhook as it was' },
    refusals: [404, 412, 428],
  },
  {
    id: 'testWebhook',
    method: 'post',
    path: webhookPath.concat('/test'),
    group,
    summary: 'Test a webhook',
    notes: 'Sends a test there, on the way of every alert. 409 where it is off.',
    body: nothing,
    answer: webhook,
    refusals: [404, 409, 413],
  },
  {
    id: 'resetWebhook',
    method: 'post',
    path: webhookPath.concat('/reset'),
    group,
    summary: 'Reset the breaker of a webhook',
    notes: 'Forgets that it failed, on every instance, and sends at once what waits for it.',
    body: nothing,
    answer: webhook,
    refusals: [404, 413],
  },
]

export const alertOperations: Operation[] = [...alertOperationsOnly, ...ruleOperations, ...webhookOperations]
