import type { AlertPage, AlertQuery, OpenAlert } from '@/server/alerts/alert'
import { changeAsAdministrator, refuseUnlessAdministrator } from '@/server/alerts/alert-change-service'
import { alertRepository } from '@/server/alerts/alert-repository'
import { alertTitle } from '@/server/alerts/words'
import { type Actor, actorLabel } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError, notFound } from '@/server/errors'
import type { Subject } from '@/server/events/event'
import { operation } from '@/server/operation'
import { database } from '@/server/platform/database'

/** A page of alerts, newest first; only open ones where asked for. Fails with `forbidden`. */
export const listAlerts = operation('listAlerts', async (actor: Actor, query: AlertQuery): Promise<AlertPage> => {
  refuseUnlessAdministrator(actor)
  return alertRepository(database()).findPage(query, clock.now())
})

/**
 * Says for everybody that somebody takes care of an alert: its banner goes. Of two at once the first is named, and the
 * other one hears of it. Fails with `forbidden`, `not_found`, or `conflict` where it is over or somebody was first.
 */
export const acknowledgeAlert = operation('acknowledgeAlert', async (actor: Actor, id: string): Promise<OpenAlert> => {
  const now = clock.now()
  const found = await alertRepository(database()).findById(id, now)
  const subject: Subject = found ? alertSubject(found) : { kind: 'alert', id, label: id }
  return changeAsAdministrator(actor, 'alert.acknowledged', subject, async (tx, record) => {
    const alert = await alertRepository(tx).lock(id)
    if (!alert || !found) throw notFound('alert')
    if (alert.resolvedAt !== null) throw new AppError('conflict', 'This alert is over.')
    if (alert.acknowledgedBy !== null) {
      throw new AppError('conflict', `${alert.acknowledgedBy} has acknowledged this alert already.`)
    }
    const done = { acknowledgedAt: now, acknowledgedBy: actorLabel(actor) }
    await alertRepository(tx).acknowledge(id, done.acknowledgedAt, done.acknowledgedBy)
    await record()
    return { ...alert, ...done, isSilenced: found.isSilenced }
  })
})

export function alertSubject(alert: Pick<OpenAlert, 'id' | 'rule' | 'threshold'>): Subject {
  return { kind: 'alert', id: alert.id, label: alertTitle(alert) }
}
