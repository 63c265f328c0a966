import type { ChangeRecord } from '@/server/events/change'

/** Named one by one: a field that a change gets later stays inside until it is listed here. */
export function changeJson(change: ChangeRecord) {
  return {
    eventId: change.eventId,
    version: change.version,
    createdAt: change.createdAt,
    actor: { id: change.actorId, label: change.actorLabel },
    via: change.via,
    action: change.action,
    reason: change.reason,
    before: change.before,
    after: change.after,
    requestId: change.requestId,
  }
}
