import { v7 as uuidv7 } from 'uuid'
import { type Actor, actorLabel } from '@/server/auth/actor'
import { evenIfNobodyWaits } from '@/server/caller'
import { clock } from '@/server/clock'
import type { ErrorCode } from '@/server/errors'
import type { ChangePage, ChangeQuery } from '@/server/events/change'
import { changePageRepository } from '@/server/events/change-page-repository'
import type { Change, EventAction, EventOutcome, Subject } from '@/server/events/event'
import { type EventGroup, type EventGroupQuery, eventGroupRepository } from '@/server/events/event-group-repository'
import { eventRepository } from '@/server/events/event-repository'
import { log } from '@/server/log'
import type { Database } from '@/server/platform/database'
import { inTransaction, provenByEvent } from '@/server/platform/transaction'

export type Happening = {
  action: EventAction
  subject: Subject | null
  outcome: EventOutcome
  code?: ErrorCode | 'bug'
  /** In a person's words. */
  reason?: string | null
  details?: Record<string, string | number | boolean>
  changes?: Change[]
}

/**
 * Writes what happened, in the transaction that is given: if it can't be written, the change does not happen.
 * Answers the event's id.
 */
export async function recordEvent(db: Database, actor: Actor, happening: Happening): Promise<string> {
  const id = uuidv7()
  const createdAt = clock.now()
  await eventRepository(db).insert(
    {
      id,
      createdAt,
      actorId: actor.id,
      actorLabel: actorLabel(actor),
      via: actor.request.via,
      action: happening.action,
      subjectKind: happening.subject?.kind,
      subjectId: happening.subject?.id,
      subjectLabel: happening.subject?.label,
      outcome: happening.outcome,
      code: happening.code,
      reason: happening.reason,
      details: happening.details ?? {},
      ip: actor.request.ip,
      userAgent: actor.request.userAgent?.slice(0, 500),
      requestId: actor.request.requestId,
    },
    (happening.changes ?? []).map((change) => ({
      eventId: id,
      createdAt,
      subjectKind: change.subject.kind,
      subjectId: change.subject.id,
      subjectLabel: change.subject.label,
      version: change.version,
      before: change.before,
      after: change.after,
    })),
  )
  provenByEvent(db, id)
  return id
}

/**
 * Writes that something was refused or failed, after the rollback and in a transaction of its own. When even that
 * fails (the database is away), the log line is what remains: the refusal itself must reach the person.
 */
export async function recordRefusal(actor: Actor, happening: Happening): Promise<void> {
  const recording = tryToRecord(actor, happening)
  // The same database has just not answered: whoever waits has waited enough
  if (happening.code !== 'unavailable') await recording
}

async function tryToRecord(actor: Actor, happening: Happening): Promise<void> {
  try {
    await evenIfNobodyWaits(() => inTransaction((tx) => recordEvent(tx, actor, happening)))
  } catch (error) {
    const { action, subject, outcome, code } = happening
    const lost = { action, subject, outcome, code, requestId: actor.request.requestId, actorId: actor.id }
    log().error({ err: error, event: lost }, 'an event could not be recorded')
  }
}

/** The field changes of a record that were made after `version`, oldest first, and by whom. */
export async function changesSince(db: Database, subjectId: string, version: number) {
  return eventRepository(db).changesSince(subjectId, version)
}

/** When, by whom and why a field of a record was last written; null when its history does not say. Asks no right. */
export async function lastChangeOf(db: Database, subjectId: string, field: string) {
  return eventRepository(db).lastChangeOf(subjectId, field)
}

/** When and by whom a record was made; null when its history does not say. Asks no right. */
export async function firstChangeOf(db: Database, subjectId: string) {
  return eventRepository(db).firstChange(subjectId)
}

/** What happened to a record, newest first; `beforeSeq` continues after an earlier page. No rights are asked here. */
export async function listEventsAbout(db: Database, subjectId: string, limit: number, beforeSeq?: number) {
  return eventRepository(db).listBySubject(subjectId, limit, beforeSeq)
}

/** A page of a record's changes, newest first: one for each version. No rights are asked here. */
export async function listChangesOf(db: Database, subjectId: string, query: ChangeQuery): Promise<ChangePage> {
  return changePageRepository(db).find(subjectId, query)
}

/** One event with its changes, or null. No rights are asked here. */
export async function findEvent(db: Database, id: string) {
  return eventRepository(db).findById(id)
}

/** What was done in a time, the same by the same in one stretch of it as one; newest first. No rights are asked here. */
export async function groupEvents(db: Database, query: EventGroupQuery): Promise<EventGroup[]> {
  return eventGroupRepository(db).find(query)
}

export type { EventGroup }
