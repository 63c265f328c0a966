import type { Event, EventAction, SubjectKind } from '@/server/events/event'

/** What an open page is told of a change: enough to ask anew, and to say who it was. Never what it was. */
export type LiveMessage = {
  seq: number
  action: EventAction
  /** `id` is null where it is about so many that all is asked for anew. */
  subject: { kind: SubjectKind; id: string | null }
  /** Null for the system itself, and where the person may not know. */
  actorId: string | null
  actorName: string | null
  at: string
}

/** What happened as far as pages show it: refused tries change nothing. */
export function isToldLive({ action, outcome }: Pick<Event, 'action' | 'outcome'>): boolean {
  return outcome === 'done' && /^(user|session|settings)\./.test(action)
}

/** More than so many of one batch are told as one: who imports a million people must not drown whoever looks on. */
export const liveSubjectsMax = 50
