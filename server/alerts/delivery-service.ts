import { createHmac } from 'node:crypto'
import { alertRepository } from '@/server/alerts/alert-repository'
import { type Claimed, deliveryRepository } from '@/server/alerts/delivery-repository'
import { alertMessage } from '@/server/alerts/message'
import { givenUpAfterMs, type Webhook, type WebhookBreaker, waitMsAfter } from '@/server/alerts/webhook'
import { clock } from '@/server/clock'
import { env } from '@/server/env'
import { log } from '@/server/log'
import {
  BreakerOpenError,
  type BreakerOptions,
  breakerStates,
  removeBreaker,
  throughBreaker,
} from '@/server/platform/circuit-breaker'
import { database } from '@/server/platform/database'
import { postOutside } from '@/server/platform/outside-post'
import { processWide } from '@/server/platform/process-wide'
import { seal, unseal } from '@/server/platform/sealed'

/*
  What is to be sent was written with what it is about. Here one is taken at a time of each webhook, sent, and noted; who
  dies in between leaves it to be sent again under the same id. So a delivery arrives at least once, and a target that is
  slow or down holds up nobody but itself.
*/
const label = 'webhook'
const breakerOptions: BreakerOptions = { label, failures: 5, halfOpenAfterMs: 30_000, timeoutMs: 5000 }
/** Longer than any try takes: what is still taken then was left by somebody who died. */
const leaseMs = 30_000
const atOnceMost = 8
const purpose = 'webhook secret'

const state = () => processWide('deliveries', () => ({ busy: new Set<string>(), isClaiming: false }))

/** Sends whatever is due, and ends when all that it began has ended. Fails with `unavailable`. */
export async function deliverDue(givenUp?: AbortSignal): Promise<void> {
  const { busy } = state()
  const begun: Promise<void>[] = []
  // One at a time takes, or two would take of the same webhook
  if (state().isClaiming) return
  state().isClaiming = true
  try {
    while (busy.size < atOnceMost && !givenUp?.aborted) {
      const now = clock.now()
      const leaseUntil = new Date(now.getTime() + leaseMs)
      const claimed = await deliveryRepository(database()).claim(now, leaseUntil, [...busy], tired())
      if (!claimed) break
      busy.add(claimed.webhookId)
      begun.push(send(claimed, givenUp).finally(() => busy.delete(claimed.webhookId)))
    }
  } finally {
    state().isClaiming = false
  }
  await Promise.all(begun)
}

/** How this instance gets on with a webhook. */
export function breakerOfWebhook(webhook: Pick<Webhook, 'id' | 'version'>): WebhookBreaker {
  const found = breakerStates().find(({ name }) => name === breakerName(webhook.id, webhook.version))
  return {
    state: found?.state ?? 'closed',
    lastError: found?.lastError ?? null,
    lastErrorAt: found?.lastErrorAt ?? null,
  }
}

export function sealSecret(secret: string, webhookId: string): Buffer {
  return seal(secret, purpose, webhookId)
}

/** What a receiver computes too, over the time in seconds and the body as it came; see docs/alerts.md. */
export function signatureOf(body: string, seconds: number, secret: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

async function send(claimed: Claimed, givenUp: AbortSignal | undefined): Promise<void> {
  const { id, webhookId, webhookVersion } = claimed
  const deliveries = deliveryRepository(database())
  try {
    forgetOlderBreakers(webhookId, webhookVersion)
    await throughBreaker(
      breakerName(webhookId, webhookVersion),
      breakerOptions,
      (signal) => post(claimed, signal),
      givenUp,
    )
    await deliveries.noteDelivered(id, clock.now())
  } catch (error) {
    await noteFailure(claimed, error, givenUp?.aborted === true).catch((failure: unknown) =>
      // It stays taken, and comes again when its time as such is over
      log().warn({ err: failure, delivery: id }, 'how a delivery ended could not be noted'),
    )
  }
}

async function post({ id, alertId, occasion, webhookId, url, secret }: Claimed, signal: AbortSignal): Promise<void> {
  const alert = await alertRepository(database()).findById(alertId, clock.now())
  // Deleted with its alert meanwhile
  if (!alert) return
  const body = JSON.stringify(alertMessage(id, occasion, alert, env().APP_URL))
  const seconds = Math.floor(clock.now().getTime() / 1000)
  const signature = signatureOf(body, seconds, unseal(Buffer.from(secret), purpose, webhookId))
  const headers = { 'Roster-Delivery': id, 'Roster-Signature': signature, 'User-Agent': 'Roster' }
  const status = await postOutside(url, body, headers, signal)
  if (status < 200 || status > 299) {
    throw new Error(`answered ${status}${status >= 300 && status < 400 ? ', and redirects are not followed' : ''}`)
  }
}

async function noteFailure(claimed: Claimed, error: unknown, wasGivenUp: boolean): Promise<void> {
  const { id, attempts, createdAt, webhookId } = claimed
  const deliveries = deliveryRepository(database())
  const now = clock.now().getTime()
  if (wasGivenUp) return deliveries.giveBack(id, new Date(now))
  if (error instanceof BreakerOpenError) return deliveries.giveBack(id, new Date(now + 5000))
  const isOver = now - createdAt.getTime() >= givenUpAfterMs
  const nextAt = isOver ? null : new Date(now + waitMsAfter(attempts, Math.random()))
  const reason = reasonOf(error)
  log().warn(
    { delivery: id, webhook: webhookId, attempts, reason },
    isOver ? 'gave a delivery up' : 'a delivery failed',
  )
  await deliveries.noteFailed(id, nextAt, reason)
}

function breakerName(webhookId: string, version: number): string {
  return `${webhookId}@${version}`
}

/** Those that are open and not yet to be tried again. */
function tired(): string[] {
  return breakerStates()
    .filter(({ label: of, state: is, since }) => {
      return of === label && is === 'open' && Date.now() - since.getTime() < breakerOptions.halfOpenAfterMs
    })
    .map(({ name }) => name)
}

function forgetOlderBreakers(webhookId: string, version: number): void {
  for (const { name } of breakerStates()) {
    if (name.startsWith(`${webhookId}@`) && name !== breakerName(webhookId, version)) removeBreaker(name)
  }
}

/** For people, and never long: a target may say what it likes. */
function reasonOf(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error
  const text =
    inner instanceof Error ? inner.message || String('code' in inner ? inner.code : inner.name) : String(inner)
  return text.slice(0, 200)
}
