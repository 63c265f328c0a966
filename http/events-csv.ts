import type { Event } from '@/server/events/event'

const columns: Record<string, (event: Event) => string | null> = {
  time: (event) => event.createdAt.toISOString(),
  actor: (event) => event.actorLabel,
  action: (event) => event.action,
  subject: (event) => event.subject?.label ?? null,
  outcome: (event) => event.outcome,
  code: (event) => event.code,
  reason: (event) => event.reason,
  changes: (event) => jsonUnlessEmpty(event.changes.map(({ version, before, after }) => ({ version, before, after }))),
  details: (event) => jsonUnlessEmpty(event.details),
  via: (event) => event.via,
  ip: (event) => event.ip,
  user_agent: (event) => event.userAgent,
  request_id: (event) => event.requestId,
  actor_id: (event) => event.actorId,
  subject_kind: (event) => event.subject?.kind ?? null,
  subject_id: (event) => event.subject?.id ?? null,
  id: (event) => event.id,
}

/**
 * The byte order mark is for spreadsheets, which without it take UTF-8 for the code page of the country and spoil every
 * name with an accent. Programs that do not skip it read `utf-8-sig`, or take JSON lines.
 */
export const csvHead = `\uFEFF${csvLine(Object.keys(columns))}`

export function csvOfEvents(events: readonly Event[]): string {
  return events.map((event) => csvLine(Object.values(columns).map((cellOf) => csvCell(cellOf(event) ?? '')))).join('')
}

function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`
}

/** What a spreadsheet takes for the beginning of a formula; some take the wide forms too. */
const formula = /^[=+\-@\t\r\n＝＋－＠']/
/** RFC 4180, and what splits a cell where the comma is a decimal point. */
const needsQuotes = /[",;\t\r\n]|^\s|\s$/

/**
 * One cell, that no spreadsheet runs as a formula: such a text, and one that begins with an apostrophe itself, gets an
 * apostrophe before it. So the way back is to take one leading apostrophe off every cell that has one.
 */
export function csvCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function jsonUnlessEmpty(value: object): string | null {
  return Object.keys(value).length === 0 ? null : JSON.stringify(value)
}
