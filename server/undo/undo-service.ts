import { z } from 'zod'
import type { Actor } from '@/server/auth/actor'
import { notFound } from '@/server/errors'
import type { Event, Subject } from '@/server/events/event'
import { findEvent } from '@/server/events/event-service'
import { operation } from '@/server/operation'
import { parse } from '@/server/parse'
import { database } from '@/server/platform/database'
import { previewSettingsUndo, undoSettingsChange } from '@/server/settings/settings-undo-service'
import type { User } from '@/server/users/user'
import type { UndoField } from '@/server/users/user-undo'
import { previewUndo as previewUserUndo, undoUserChange } from '@/server/users/user-undo-service'

export type { UndoField, UndoKept } from '@/server/users/user-undo'

/** `mayUndo` is whether the actor has the right to the inverse of each field that would come back. */
export type UndoPreview = { event: Event; subject: Subject; fields: UndoField[]; mayUndo: boolean }
/**
 * `eventId` names the undoing, so that it can be undone itself; `kept` are the fields that stayed as they are; `user` is
 * the one whom it was about, as they are afterwards.
 */
export type Undone = {
  subject: Subject
  user: User | null
  eventId: string | null
  kept: UndoField[]
  endedSessions: number
}

/**
 * What undoing an event would bring back, which fields stay, and why. Fails with `invalid_id`, `not_found` for what
 * does not exist or may not be seen, or `invalid` where nothing can be undone.
 */
export const previewUndo = operation('previewUndo', async (actor: Actor, eventId: string): Promise<UndoPreview> => {
  const { id, isSettings } = await undoable(eventId)
  if (isSettings) {
    const { event, fields } = await previewSettingsUndo(actor, id)
    return { event, fields, subject: subjectOf(event), mayUndo: true }
  }
  const { event, fields, mayUndo } = await previewUserUndo(actor, id)
  return { event, fields, subject: subjectOf(event), mayUndo }
})

/**
 * Undoes an event, whatever it changed: field by field, leaving what has changed since. Fails as the preview does, and
 * with `forbidden`, `conflict` when everything has changed since, `deleted`, `last_administrator` or `already_exists`.
 */
export const undo = operation('undo', async (actor: Actor, eventId: string): Promise<Undone> => {
  const { id, isSettings, event } = await undoable(eventId)
  if (isSettings) {
    const { eventId: undoing, kept } = await undoSettingsChange(actor, id)
    return { subject: subjectOf(event), user: null, eventId: undoing, kept, endedSessions: 0 }
  }
  const { user, eventId: undoing, kept, endedSessions } = await undoUserChange(actor, id)
  const subject: Subject = { kind: 'user', id: user.id, label: user.name }
  return { subject, user, eventId: undoing, kept, endedSessions }
})

const eventIdSchema = z.string().refine((id) => z.uuid().safeParse(id).success, {
  error: 'This is not the id of an event',
  params: { code: 'invalid_id' },
})

async function undoable(eventId: string) {
  const id = parse(eventIdSchema, eventId).toLowerCase()
  const event = await findEvent(database(), id)
  if (!event) throw notFound('event')
  return { id, event, isSettings: event.changes[0]?.subject.kind === 'settings' }
}

function subjectOf(event: Event): Subject {
  const subject = event.changes[0]?.subject ?? event.subject
  if (!subject) throw new Error('an event that can be undone has a subject')
  return subject
}
