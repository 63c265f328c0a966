import type { Actor } from '@/server/auth/actor'
import { AppError, appErrorOf } from '@/server/errors'
import { refuseUnlessAdministrator } from '@/server/events/audit-service'
import type { Event } from '@/server/events/event'
import { type EventFilter, eventFilterOf, eventQueryParams } from '@/server/events/event-filter'
import { eventPageRepository } from '@/server/events/event-page-repository'
import { type Happening, recordEvent, recordRefusal } from '@/server/events/event-service'
import { operation } from '@/server/operation'
import { database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'

export const exportFormats = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** So many are in memory at once, and each statement is far from its time limit. */
const batchSize = 1000

/**
 * All events of a filter, newest first, in batches that are read as they are taken. What happens meanwhile is not among
 * them: the log only grows at its newer end. No connection is held between batches, so a slow reader costs nothing.
 *
 * The export is an event itself, written at its end with the number of events: before the reader learns that it was the
 * end, so nobody holds a whole export that is not in the log. One that breaks off, on either side, is recorded as failed.
 * Fails with `forbidden`, and while it is read with `unavailable`.
 */
export const exportEvents = operation(
  'exportEvents',
  async (
    actor: Actor,
    filter: EventFilter,
    format: ExportFormat,
  ): Promise<AsyncGenerator<Event[], void, undefined>> => {
    const details = { format, filter: eventQueryParams(eventFilterOf(filter)).toString() }
    try {
      refuseUnlessAdministrator(actor)
      const batches = eventPageRepository(database()).batches(filter, batchSize)
      // Here and not in the generator: what fails at once can still be answered with a problem
      const first = await batches.next()
      return recorded(actor, details, first, batches)
    } catch (error) {
      await recordRefusal(actor, {
        ...failure(error, details),
        outcome: error instanceof AppError ? 'refused' : 'failed',
      })
      throw error
    }
  },
)

async function* recorded(
  actor: Actor,
  details: Details,
  first: IteratorResult<Event[], void>,
  batches: AsyncGenerator<Event[], void, undefined>,
): AsyncGenerator<Event[], void, undefined> {
  let rows = 0
  // What holds when the reader goes away: `return` comes out of the `yield`
  let end: Happening | null = {
    action: 'events.exported',
    subject: null,
    outcome: 'failed',
    reason: 'The download was stopped before its end',
  }
  try {
    for (let batch = first; !batch.done; batch = await batches.next()) {
      rows += batch.value.length
      yield batch.value
    }
    const done: Happening = { action: 'events.exported', subject: null, outcome: 'done', details: { ...details, rows } }
    await inTransaction((tx) => recordEvent(tx, actor, done))
    end = null
  } catch (error) {
    end = failure(error, details)
    throw error
  } finally {
    if (end) await recordRefusal(actor, { ...end, details: { ...details, rows } })
  }
}

type Details = { format: ExportFormat; filter: string }

function failure(error: unknown, details: Details): Happening {
  return {
    action: 'events.exported',
    subject: null,
    outcome: 'failed',
    code: appErrorOf(error)?.code ?? 'bug',
    details,
  }
}
