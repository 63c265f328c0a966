import type { Actor } from '@/server/auth/actor'
import { AppError, forbidden } from '@/server/errors'
import { type EventQuery, readEventCursor } from '@/server/events/event-filter'
import { type EventPage, eventPageRepository } from '@/server/events/event-page-repository'
import { operation } from '@/server/operation'
import { database } from '@/server/platform/database'

/**
 * A page of everything that happened, newest first. Fails with `forbidden` for everybody but administrators, and with
 * `invalid` for what is no cursor.
 */
export const listEvents = operation('listEvents', async (actor: Actor, query: EventQuery): Promise<EventPage> => {
  refuseUnlessAdministrator(actor)
  const cursor = query.cursor === null ? null : readEventCursor(query.cursor)
  if (query.cursor !== null && cursor === null) {
    const message = 'This is not a cursor. Start again from the first page.'
    throw new AppError('invalid', message, { cursor: [message] })
  }
  return eventPageRepository(database()).find(query, cursor)
})

/** Fails with `forbidden`. */
export function refuseUnlessAdministrator(actor: Actor): void {
  if (actor.role !== 'admin') throw forbidden('Only an administrator may see the audit log.')
}
