import { Hono } from 'hono'
import { type WebhookFacts, webhookCreateSchema, webhookUpdateSchema } from '@/server/alerts/webhook'
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  resetWebhookBreaker,
  testWebhook,
  updateWebhook,
} from '@/server/alerts/webhook-service'
import { parse } from '@/server/parse'
import { webhookJson } from './alert-json'
import type { ApiEnv } from './api'
import { requireActorAndBody, requireApiActor } from './api-actor'
import { answerJson } from './json-answer'
import { etagOf, requireIfMatch } from './preconditions'
import { idOf } from './request-body'
import { emptyBodySchema } from './user-changes-api'

/** Where alerts are sent. The secret is in the answer to making one, and nowhere else. */
export function webhooksRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    return answerJson(context, { data: (await listWebhooks(actor)).map(webhookJson) })
  })

  routes.post('/', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const { webhook, secret } = await createWebhook(actor, parse(webhookCreateSchema, value))
    const headers = { ETag: etagOf(webhook), Location: `/api/v1/webhooks/${webhook.id}` }
    return Response.json({ ...webhookJson(webhook), secret }, { status: 201, headers })
  })

  routes.get('/:id', async (context) => {
    const actor = await requireApiActor(context)
    return webhookAnswer(await getWebhook(actor, idOf(context)))
  })

  routes.patch('/:id', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const [id, version] = [idOf(context), requireIfMatch(context)]
    return webhookAnswer(await updateWebhook(actor, id, version, parse(webhookUpdateSchema, value)))
  })

  routes.delete('/:id', async (context) => {
    const actor = await requireApiActor(context)
    return webhookAnswer(await deleteWebhook(actor, idOf(context), requireIfMatch(context)))
  })

  routes.post('/:id/test', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const id = idOf(context)
    parse(emptyBodySchema, value)
    return webhookAnswer(await testWebhook(actor, id))
  })

  routes.post('/:id/reset', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const id = idOf(context)
    parse(emptyBodySchema, value)
    return webhookAnswer(await resetWebhookBreaker(actor, id))
  })

  return routes
}

function webhookAnswer(webhook: WebhookFacts): Response {
  return Response.json(webhookJson(webhook), { headers: { ETag: etagOf(webhook) } })
}
