import type { Actor } from '@/server/auth/actor'
import { AppError, notFound } from '@/server/errors'
import type { Change, Event, FieldValues } from '@/server/events/event'
import { findEvent } from '@/server/events/event-service'
import { parse } from '@/server/parse'
import { database } from '@/server/platform/database'
import { type Settings, settingsSchema } from '@/server/settings/settings'
import { changeSettings, currentSettings, isSameValue, type SavedSettings } from '@/server/settings/settings-service'
import type { UndoField } from '@/server/users/user-undo'

/** What undoing a change of the settings would bring back. Fails with `not_found`, or `invalid` where it changed none. */
export async function previewSettingsUndo(
  actor: Actor,
  eventId: string,
): Promise<{ event: Event; fields: UndoField[] }> {
  const { event, change } = await settingsEvent(actor, eventId)
  return { event, fields: inverseOf(change, await currentSettings()) }
}

/**
 * Brings back what an event changed, field by field; a setting that has changed since stays as it is. A change like
 * any other, so it can be undone itself. Fails with `not_found`, `conflict` when everything has changed since, or
 * `invalid` when the settings would not hold together.
 */
export async function undoSettingsChange(
  actor: Actor,
  eventId: string,
): Promise<SavedSettings & { kept: UndoField[] }> {
  const { change } = await settingsEvent(actor, eventId)
  let kept: UndoField[] = []
  const saved = await changeSettings(
    actor,
    { action: 'settings.undone', details: { undoes: eventId } },
    ({ value }) => {
      const fields = inverseOf(change, value)
      kept = fields.filter((field) => field.kept !== null)
      const back = fields.filter((field) => field.kept === null)
      if (back.length === 0) throw new AppError('conflict', 'Everything in this change has been changed since.')
      return parse(settingsSchema, { ...value, ...Object.fromEntries(back.map(({ field, to }) => [field, to])) })
    },
  )
  return { ...saved, kept }
}

async function settingsEvent(actor: Actor, id: string): Promise<{ event: Event; change: Change }> {
  const event = actor.role === 'admin' ? await findEvent(database(), id) : null
  if (!event) throw notFound('event')
  const [change] = event.changes
  if (event.outcome !== 'done' || change?.subject.kind !== 'settings') {
    throw new AppError('invalid', 'This changed no settings, so there is nothing to undo.')
  }
  return { event, change }
}

function inverseOf({ before, after }: Change, now: Settings): UndoField[] {
  const values: FieldValues = now
  return Object.entries(after).map(([field, given]) => {
    const from = values[field] ?? null
    return { field, from, to: before[field] ?? null, kept: isSameValue(from, given) ? null : 'changed-since' }
  })
}
