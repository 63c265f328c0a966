import type { Event } from '@/server/events/event'

/** Named one by one: a field that an event gets later stays inside until it is listed here. */
export function eventJson(event: Event) {
  return {
    id: event.id,
    createdAt: event.createdAt,
    actor: { id: event.actorId, label: event.actorLabel },
    via: event.via,
    action: event.action,
    subject: event.subject,
    outcome: event.outcome,
    code: event.code,
    reason: event.reason,
    details: event.details,
    changes: event.changes.map(({ subject, version, before, after }) => ({ subject, version, before, after })),
    ip: event.ip,
    userAgent: event.userAgent,
    requestId: event.requestId,
  }
}
