import { relativeWords } from '@/components/ui/time-words'
import { nameInLabel } from '@/server/auth/actor'
import type { Event, FieldValues, Subject } from '@/server/events/event'
import { deletion, type UndoField } from '@/server/users/user-undo'
import { eventVerb, fieldName, valueWords } from './event-words'

type Preview = { event: Event; subject: Subject; fields: UndoField[]; mayUndo: boolean }

/** The preview of undoing an event, in words. */
export function undoWords({ event, subject, fields, mayUndo }: Preview, now: Date) {
  const back = fields.filter(({ kept }) => kept === null)
  const who = nameInLabel(event.actorLabel)
  return {
    eventId: event.id,
    title: subject.kind === 'settings' ? 'Undo the change of the settings' : `Undo the change of ${nameOf(subject)}`,
    description: `${who} ${eventVerb(event)}, ${relativeWords(event.createdAt, now)}`,
    back: back.map(({ field, from, to }) => {
      if (to === deletion) return { field: 'Account', before: null, after: 'in the trash' }
      return { field: fieldName(field), before: valueWords(field, from), after: valueWords(field, to) }
    }),
    kept: keptWords(fields),
    consequence: back.some(endsSessions) ? `Ends the sessions of ${nameOf(subject)}` : null,
    mayUndo,
  }
}

/** Of the fields that undoing leaves alone: why. */
export function keptWords(fields: UndoField[]): Array<{ field: string; why: string }> {
  return fields.flatMap(({ field, from, kept }) => {
    if (kept === null) return []
    if (kept === 'secret') {
      const why = field === 'password' ? 'nobody knows what it was' : 'belongs to the password'
      return [{ field: fieldName(field), why }]
    }
    const value = valueWords(field, from)
    return [{ field: fieldName(field), why: `changed since${value === null ? '' : `, now ${value}`}` }]
  })
}

/** "Ada Lovelace" */
export function nameOf(subject: Subject): string {
  return nameInLabel(subject.label)
}

/** Whether there may be something to bring back: an offer, not a promise. */
export function isUndoable({ outcome, changes }: Event): boolean {
  return (
    outcome === 'done' &&
    changes.some(
      ({ subject, after }) =>
        (subject.kind === 'user' || subject.kind === 'settings') &&
        Object.keys(after).some((field) => !isSecret(field, after)),
    )
  )
}

function isSecret(field: string, after: FieldValues): boolean {
  return field === 'password' || (field === 'mustChangePassword' && 'password' in after)
}

/** As the door for all changes has it. */
function endsSessions({ field, to }: UndoField): boolean {
  return field === 'role' || (field === 'status' && to !== 'active') || (field === 'deletedAt' && to !== null)
}
