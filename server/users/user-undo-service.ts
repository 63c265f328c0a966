import { z } from 'zod'
import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError, forbidden, notFound } from '@/server/errors'
import type { Event } from '@/server/events/event'
import { findEvent } from '@/server/events/event-service'
import { database } from '@/server/platform/database'
import { type User, userRoles, userStatuses } from '@/server/users/user'
import { type Changed, changeUsers, type Door, type UserPatch } from '@/server/users/user-changes'
import { userCan } from '@/server/users/user-policy'
import { getUser } from '@/server/users/user-service'
import { deletion, inverseOf, mayUndo, type UndoField } from '@/server/users/user-undo'

export type UndoPreview = { event: Event; user: User; fields: UndoField[]; mayUndo: boolean }

/**
 * What undoing an event would bring back, and which fields stay because they have changed since. Fails with
 * `not_found`, or `invalid` where nothing can be undone.
 */
export async function previewUndo(actor: Actor, eventId: string): Promise<UndoPreview> {
  const event = await undoableEvent(eventId)
  const user = await getUser(actor, event.subject.id)
  if (!userCan.viewHistory(actor, user)) throw notFound('event')
  const fields = inverseOf(event.change, user)
  return { event, user, fields, mayUndo: mayUndo(actor, user, undoable(fields)) }
}

/**
 * Brings back what an event changed, field by field; a field that has changed since stays as it is. A change like
 * any other, so it can be undone itself. Fails with `not_found`, `forbidden` where the actor may not make an inverse
 * change, `conflict` when everything has changed since, `deleted`, `last_administrator` or `already_exists`.
 */
export async function undoUserChange(actor: Actor, eventId: string): Promise<Changed & { kept: UndoField[] }> {
  const event = await undoableEvent(eventId)
  let kept: UndoField[] = []
  const options = { userId: event.subject.id, takesAdministrators: true, details: { undoes: eventId } }
  const changed = await changeUsers(actor, 'user.undone', options, async (door) => {
    const { actor: asking, user } = await door.lock(event.subject.id)
    if (!user || !userCan.view(asking, user)) throw notFound('event')
    const fields = inverseOf(event.change, user)
    const back = undoable(fields)
    kept = fields.filter((field) => field.kept !== null)
    if (!mayUndo(asking, user, back)) throw forbidden('You may not undo this change.')
    if (back.length === 0) throw new AppError('conflict', 'Everything in this change has been changed since.')
    const patch = patchOf(back, clock.now())
    if (user.deletedAt !== null && patch.deletedAt !== null) {
      throw new AppError('deleted', `${user.name} is in the trash. Restore the account first.`)
    }
    await keepAnAdministrator(door, user, patch)
    return door.write(user, patch)
  })
  return { ...changed, kept }
}

type UndoableEvent = Event & { subject: NonNullable<Event['subject']>; change: Event['changes'][number] }

async function undoableEvent(id: string): Promise<UndoableEvent> {
  const event = await findEvent(database(), id)
  if (!event) throw notFound('event')
  const [change] = event.changes
  if (event.outcome !== 'done' || change?.subject.kind !== 'user') {
    throw new AppError('invalid', 'This changed no user, so there is nothing to undo.')
  }
  return { ...event, subject: change.subject, change }
}

function undoable(fields: UndoField[]): UndoField[] {
  return fields.filter((field) => field.kept === null)
}

const time = z.iso
  .datetime()
  .nullable()
  .transform((text) => (text === null ? null : new Date(text)))
/** A change record's values as the door takes them. */
const patchSchema = z
  .strictObject({
    name: z.string(),
    email: z.string(),
    role: z.enum(userRoles),
    status: z.enum(userStatuses),
    statusReason: z.string().nullable(),
    statusUntil: time,
    mustChangePassword: z.boolean(),
    deletedAt: time,
  })
  .partial()

function patchOf(fields: UndoField[], now: Date): UserPatch {
  const values = fields.map(({ field, to }) => [
    field,
    to === deletion && field === 'deletedAt' ? now.toISOString() : to,
  ])
  return patchSchema.parse(Object.fromEntries(values))
}

async function keepAnAdministrator(door: Door, user: User, { role, status, deletedAt }: UserPatch): Promise<void> {
  const isLost = (role && role !== 'admin') || (status && status !== 'active') || deletedAt instanceof Date
  if (isLost) await door.keepAnAdministrator(user)
}
