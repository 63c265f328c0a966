import type { ErrorCode } from '@/server/errors'

/** Everything that somebody may be asked about. Named: noun, dot, what happened to it. */
export const eventActions = [
  'user.created',
  'user.updated',
  'user.role-changed',
  'user.suspended',
  'user.locked',
  'user.unlocked',
  'user.reactivated',
  'user.deleted',
  'user.restored',
  'user.undone',
  'user.password-set',
  'user.password-changed',
  'session.started',
  'session.ended',
  'session.refused',
  'token.created',
  'token.revoked',
  'settings.updated',
  'settings.undone',
  'alert.fired',
  'alert.resolved',
  'alert.acknowledged',
  'alert-rule.updated',
  'alert-rule.silenced',
  'alert-rule.tested',
  'webhook.created',
  'webhook.updated',
  'webhook.deleted',
  'webhook.tested',
  'breaker.reset',
  'events.exported',
  'system.set-up',
  'system.started',
  'system.stopped',
] as const
export type EventAction = (typeof eventActions)[number]

export const eventOutcomes = ['done', 'refused', 'failed'] as const
export type EventOutcome = (typeof eventOutcomes)[number]

export const subjectKinds = ['user', 'settings', 'alert', 'alert-rule', 'webhook', 'instance'] as const
export type SubjectKind = (typeof subjectKinds)[number]
export type Subject = { kind: SubjectKind; id: string; label: string }

/** Fields before and after, only those that changed. Secrets appear as "changed", never as values. */
export type FieldValues = Record<string, string | number | boolean | string[] | null>
export type Change = { subject: Subject; version: number; before: FieldValues; after: FieldValues }

export type Event = {
  id: string
  seq: number
  createdAt: Date
  actorId: string | null
  actorLabel: string
  via: string
  action: EventAction
  subject: Subject | null
  outcome: EventOutcome
  /** Why it was refused or failed. */
  code: ErrorCode | 'bug' | null
  /** In a person's words. */
  reason: string | null
  details: Record<string, string | number | boolean>
  ip: string | null
  userAgent: string | null
  requestId: string
  changes: Change[]
}
