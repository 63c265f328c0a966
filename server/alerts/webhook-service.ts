import { randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { changeAsAdministrator, refuseUnlessAdministrator } from '@/server/alerts/alert-change-service'
import { breakerOfWebhook, sealSecret } from '@/server/alerts/delivery-service'
import { makeTestAlert } from '@/server/alerts/rule-service'
import {
  type LastDelivery,
  type Webhook,
  type WebhookCreate,
  type WebhookFacts,
  type WebhookUpdate,
  webhooksMax,
} from '@/server/alerts/webhook'
import { webhookRepository } from '@/server/alerts/webhook-repository'
import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError, notFound } from '@/server/errors'
import type { FieldValues, Subject } from '@/server/events/event'
import { operation } from '@/server/operation'
import { database } from '@/server/platform/database'

/** So that a scanner finds one that was published by mistake. */
const prefix = 'roster_webhook_'

/** All targets, the oldest first, with how the last delivery fared. Fails with `forbidden`. */
export const listWebhooks = operation('listWebhooks', async (actor: Actor): Promise<WebhookFacts[]> => {
  refuseUnlessAdministrator(actor)
  const webhooks = webhookRepository(database())
  const [all, deliveries] = await Promise.all([webhooks.list(), webhooks.lastDeliveries()])
  const last = new Map(deliveries.map((delivery) => [delivery.webhookId, delivery]))
  return all.map((webhook) => facts(webhook, last.get(webhook.id)))
})

/** One of them. Fails with `forbidden` or `not_found`. */
export const getWebhook = operation('getWebhook', async (actor: Actor, id: string): Promise<WebhookFacts> => {
  const found = (await listWebhooks(actor)).find((webhook) => webhook.id === id)
  if (!found) throw notFound('webhook')
  return found
})

/**
 * Adds a target and answers its secret: the only time that anybody sees it. Fails with `forbidden`, or `invalid` where
 * there are too many.
 */
export const createWebhook = operation(
  'createWebhook',
  async (actor: Actor, { name, url }: WebhookCreate): Promise<{ webhook: WebhookFacts; secret: string }> => {
    const id = uuidv7()
    return changeAsAdministrator(actor, 'webhook.created', { kind: 'webhook', id, label: name }, async (tx, record) => {
      if ((await webhookRepository(tx).count()) >= webhooksMax) {
        throw new AppError('invalid', `There are ${webhooksMax} webhooks already. Remove one first.`)
      }
      const secret = prefix + randomBytes(32).toString('base64url')
      const webhook = { id, name, url, isOn: true, version: 1, createdAt: clock.now() }
      await webhookRepository(tx).insert({ ...webhook, secret: sealSecret(secret, id) })
      const after = { name, url: shownUrl(url), secret: 'set' }
      await record({ changes: [{ subject: webhookSubject(webhook), version: 1, before: {}, after }] })
      return { webhook: facts(webhook), secret }
    })
  },
)

/** Changes what is given. Fails with `forbidden`, `not_found`, or `version_stale`. */
export const updateWebhook = operation(
  'updateWebhook',
  async (actor: Actor, id: string, version: number, patch: WebhookUpdate) => {
    return changeWebhook(actor, 'webhook.updated', id, async (tx, webhook, record) => {
      if (webhook.version !== version) {
        throw new AppError('version_stale', 'Somebody else changed this webhook meanwhile. Compare, then save again.')
      }
      const next = { ...webhook, ...patch, version: version + 1 }
      const before: FieldValues = {}
      const after: FieldValues = {}
      for (const field of ['name', 'url', 'isOn'] as const) {
        if (next[field] === webhook[field]) continue
        before[field] = field === 'url' ? shownUrl(webhook.url) : webhook[field]
        after[field] = field === 'url' ? shownUrl(next.url) : next[field]
      }
      if (Object.keys(after).length === 0) return facts(webhook)
      await webhookRepository(tx).update(next)
      await record({ changes: [{ subject: webhookSubject(next), version: next.version, before, after }] })
      return facts(next)
    })
  },
)

/** Removes a target with what was still to be sent there. Fails with `forbidden`, `not_found`, or `version_stale`. */
export const deleteWebhook = operation(
  'deleteWebhook',
  async (actor: Actor, id: string, ifVersion?: number): Promise<WebhookFacts> => {
    return changeWebhook(actor, 'webhook.deleted', id, async (tx, webhook, record) => {
      if (ifVersion !== undefined && webhook.version !== ifVersion) {
        throw new AppError('version_stale', 'Somebody else changed this webhook meanwhile.')
      }
      await webhookRepository(tx).delete(id)
      await record()
      return facts(webhook)
    })
  },
)

/** Sends a test there, on the way of every alert. Fails with `forbidden` or `not_found`, or `conflict` where it is off. */
export const testWebhook = operation('testWebhook', async (actor: Actor, id: string): Promise<WebhookFacts> => {
  return changeWebhook(actor, 'webhook.tested', id, async (tx, webhook, record) => {
    if (!webhook.isOn) throw new AppError('conflict', 'This webhook is off. Switch it on first.')
    await makeTestAlert(tx, 'slow-response', [id])
    await record()
    return facts(webhook)
  })
})

/**
 * Forgets that the target failed, and sends at once what waits for it. The version goes on, so that every instance
 * begins anew with it. Fails with `forbidden` or `not_found`.
 */
export const resetWebhookBreaker = operation(
  'resetWebhookBreaker',
  async (actor: Actor, id: string): Promise<WebhookFacts> => {
    return changeWebhook(actor, 'breaker.reset', id, async (tx, webhook, record) => {
      const next = { ...webhook, version: webhook.version + 1 }
      await webhookRepository(tx).update(next)
      await webhookRepository(tx).hurry(id, clock.now())
      await record()
      return facts(next)
    })
  },
)

/** The same for every webhook that is on. Fails with `forbidden`. */
export const resetWebhookBreakers = operation('resetWebhookBreakers', async (actor: Actor): Promise<void> => {
  for (const { id, isOn } of await listWebhooks(actor)) if (isOn) await resetWebhookBreaker(actor, id)
})

type Work<Result> = (
  tx: Parameters<Parameters<typeof changeAsAdministrator>[3]>[0],
  webhook: Webhook,
  record: Parameters<Parameters<typeof changeAsAdministrator>[3]>[1],
) => Promise<Result>

async function changeWebhook<Result>(
  actor: Actor,
  action: Parameters<typeof changeAsAdministrator>[1],
  id: string,
  work: Work<Result>,
): Promise<Result> {
  const found = await webhookRepository(database()).findById(id)
  return changeAsAdministrator(actor, action, webhookSubject(found ?? { id, name: id }), async (tx, record) => {
    const webhook = await webhookRepository(tx).lock(id)
    if (!webhook) throw notFound('webhook')
    return work(tx, webhook, record)
  })
}

function webhookSubject({ id, name }: Pick<Webhook, 'id' | 'name'>): Subject {
  return { kind: 'webhook', id, label: name }
}

/** Without what stands behind the host: with chats it is the secret, and the audit log is kept for ever. */
function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url)
  return `${origin}${pathname + search === '/' ? '' : '/…'}`
}

type Row = Omit<LastDelivery, 'state'>

function facts(webhook: Webhook, row?: Row): WebhookFacts {
  return { ...webhook, last: row ? lastOf(row) : null, breaker: breakerOfWebhook(webhook) }
}

function lastOf({ occasion, attempts, createdAt, deliveredAt, nextAt, lastError }: Row): LastDelivery {
  const state = deliveredAt ? 'delivered' : nextAt ? 'waiting' : 'gave-up'
  return { occasion, state, attempts, createdAt, deliveredAt, nextAt, lastError }
}
