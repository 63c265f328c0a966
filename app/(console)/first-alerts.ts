import { type FirstAlerts, type SeenPage, seenAlert } from '@/components/alerts/alert-answer'
import { listAlerts } from '@/server/alerts/alert-service'
import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'

/** The open alerts of the moment, for banners; the browser goes on from there. Fails with `forbidden`. */
export async function readFirstAlerts(actor: Actor): Promise<FirstAlerts> {
  const { alerts } = await listAlerts(actor, { isOpen: true, limit: 100, cursor: null })
  return { alerts: alerts.map(seenAlert), at: clock.now().getTime() }
}

/** The newest of all, for their history. Fails with `forbidden`. */
export async function readAlertHistory(actor: Actor): Promise<{ first: SeenPage; at: number }> {
  const { alerts, next, previous } = await listAlerts(actor, { isOpen: false, limit: 10, cursor: null })
  return { first: { data: alerts.map(seenAlert), page: { next, previous } }, at: clock.now().getTime() }
}
