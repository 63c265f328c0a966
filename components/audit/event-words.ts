import { exactWords } from '@/components/ui/time-words'
import type { Event, EventAction, FieldValues } from '@/server/events/event'

/** As it follows a name: what was done, and what was tried where it was refused or failed. */
const verbs: Record<EventAction, [done: string, tried: string]> = {
  'user.created': ['created the account', 'tried to create the account'],
  'user.updated': ['changed the profile', 'tried to change the profile'],
  'user.role-changed': ['changed the role', 'tried to change the role'],
  'user.suspended': ['suspended', 'tried to suspend'],
  'user.locked': ['locked', 'tried to lock'],
  'user.unlocked': ['unlocked', 'tried to unlock'],
  'user.reactivated': ['reactivated', 'tried to reactivate'],
  'user.deleted': ['deleted', 'tried to delete'],
  'user.restored': ['restored', 'tried to restore'],
  'user.undone': ['undid a change', 'tried to undo a change'],
  'user.password-set': ['set a temporary password', 'tried to set a temporary password'],
  'user.password-changed': ['changed the password', 'tried to change the password'],
  'session.started': ['signed in', 'tried to sign in'],
  'session.ended': ['ended a session', 'tried to end a session'],
  'session.refused': ['was refused at sign-in', 'was refused at sign-in'],
  'token.created': ['made a token', 'tried to make a token'],
  'token.revoked': ['revoked a token', 'tried to revoke a token'],
  'settings.updated': ['changed the settings', 'tried to change the settings'],
  'settings.undone': ['undid a change of the settings', 'tried to undo a change of the settings'],
  'alert.fired': ['raised an alert', 'tried to raise an alert'],
  'alert.resolved': ['saw an alert end', 'tried to end an alert'],
  'alert.acknowledged': ['acknowledged an alert', 'tried to acknowledge an alert'],
  'alert-rule.updated': ['changed an alert rule', 'tried to change an alert rule'],
  'alert-rule.silenced': ['silenced an alert rule', 'tried to silence an alert rule'],
  'alert-rule.tested': ['tested an alert rule', 'tried to test an alert rule'],
  'webhook.created': ['added a webhook', 'tried to add a webhook'],
  'webhook.updated': ['changed a webhook', 'tried to change a webhook'],
  'webhook.deleted': ['removed a webhook', 'tried to remove a webhook'],
  'webhook.tested': ['tested a webhook', 'tried to test a webhook'],
  'breaker.reset': ['reset the breaker of a webhook', 'tried to reset the breaker of a webhook'],
  'events.exported': ['exported the audit log', 'tried to export the audit log'],
  'system.set-up': ['set Roster up', 'tried to set Roster up'],
  'system.started': ['started', 'tried to start'],
  'system.stopped': ['stopped', 'tried to stop'],
}

/** What an action is called in a choice of actions. */
export function actionName(action: EventAction): string {
  return capital(verbs[action][0])
}

export function eventVerb(event: Event): string {
  const [done, tried] = verbs[event.action]
  if (event.outcome !== 'done') return tried
  if (event.action === 'session.ended' && event.details.signedOut === true) return 'signed out'
  if (event.action !== 'user.updated') return done
  const fields = event.changes.flatMap((change) => Object.keys(change.after))
  if (fields.length > 1) return `changed ${fields.length} fields`
  return fields[0] === 'name' ? 'changed the name' : fields[0] === 'email' ? 'changed the address' : done
}

const causes: Record<NonNullable<Event['code']>, string> = {
  invalid: 'something in it was not valid',
  invalid_email: 'the address was not valid',
  invalid_name: 'the name was not valid',
  invalid_id: 'the id was not valid',
  weak_password: 'the password was too weak',
  restricted_email_domain: 'addresses of this domain are not accepted',
  unauthenticated: 'they were signed out',
  invalid_credentials: 'wrong password',
  account_locked: 'the account is locked',
  account_suspended: 'the account is suspended',
  password_change_required: 'the password must be changed first',
  forbidden: 'they may not do this',
  not_found: 'there is no such account',
  already_exists: 'the address is in use',
  last_administrator: 'nobody else is an active administrator',
  deleted: 'the account is in the trash',
  version_required: 'no version was named',
  version_stale: 'it had changed meanwhile',
  request_running: 'the same request was still running',
  request_mismatch: 'the same key stood for another request',
  conflict: 'somebody else had changed the same',
  too_large: 'too much was sent',
  rate_limited: 'too many tries',
  unavailable: 'the database could not be reached',
  bug: 'an error in Roster',
}

/** Why it was refused or failed; null for what was done. */
export function eventCause(event: Event): string | null {
  return event.outcome === 'done' || event.code === null ? null : causes[event.code]
}

const vias: Record<string, string> = { api: 'API', cli: 'command line' }

/** "Web", "Command line". */
export function viaName(via: string): string {
  return capital(vias[via] ?? via)
}

/** The second line: how, from where, and what came with it. */
export function eventNotes(event: Event): string[] {
  const ended = event.details.endedSessions
  return [
    vias[event.via] ?? event.via,
    event.action.startsWith('session.') && event.ip !== null ? event.ip : '',
    typeof ended === 'number' ? `ended ${ended} ${ended === 1 ? 'session' : 'sessions'}` : '',
    event.reason === null ? '' : `“${event.reason}”`,
  ].filter(Boolean)
}

const fieldNames: Record<string, string> = {
  statusReason: 'Reason',
  statusUntil: 'Until',
  mustChangePassword: 'Password must be changed',
  deletedAt: 'Deleted',
  signInFailuresPerAccount: 'Wrong passwords before a pause',
  signInTriesPerAddress: 'Tries per address',
  signInFailuresFromAnywhere: 'Wrong passwords from anywhere',
  signInWindowMinutes: 'Counted over, and paused for, minutes',
  sessionIdleMinutes: 'Sessions end unused after minutes',
  sessionDays: 'Sessions end after days',
  apiPerSecond: 'API requests a second',
  apiBurst: 'API requests at once',
  actionsPerSecond: 'Actions a second',
  actionsBurst: 'Actions at once',
  unknownTokensPerMinute: 'Unknown tokens per address a minute',
  restrictedDomains: 'Also refused',
  allowedDomains: 'Accepted all the same',
  isOn: 'On',
  forSeconds: 'For seconds',
  silencedUntil: 'Silenced until',
  url: 'Address',
}

export function fieldName(field: string): string {
  return fieldNames[field] ?? capital(field)
}

export type FieldDifference = { field: string; before: string | null; after: string | null }

/** What changed, field by field, in words. A side that was empty is null. */
export function fieldDifferences(event: Event): FieldDifference[] {
  return event.changes.flatMap(({ before, after }) =>
    Object.keys(after)
      .filter((field) => !isToldElsewhere(field, after))
      .map((field) => ({
        field: fieldName(field),
        before: valueWords(field, without(before[field], after[field])),
        after:
          field === 'password' ? passwordWords(event, after) : valueWords(field, without(after[field], before[field])),
      })),
  )
}

type Value = FieldValues[string] | undefined

/** Of a list, only what the other side has not: one domain more is not told with a thousand others. */
function without(value: Value, other: Value): Value {
  return Array.isArray(value) && Array.isArray(other) ? value.filter((entry) => !other.includes(entry)) : value
}

/** The reason stands in the second line, and whether a password must be changed beside the password. */
function isToldElsewhere(field: string, after: FieldValues): boolean {
  return field === 'statusReason' || (field === 'mustChangePassword' && 'password' in after)
}

function passwordWords({ action }: Event, after: FieldValues): string {
  const word = action === 'user.password-changed' ? 'changed' : 'set'
  return after.mustChangePassword === true ? `${word}, must be changed at the next sign-in` : word
}

/** A field's value for a person; null where there is none. */
export function valueWords(field: string, value: Value): string | null {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (field === 'role' || field === 'status') return capital(String(value))
  return field.endsWith('At') || field.endsWith('Until') ? exactWords(new Date(String(value))) : String(value)
}

export function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
