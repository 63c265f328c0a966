import type { Actor } from '@/server/auth/actor'
import { appErrorOf, forbidden } from '@/server/errors'
import type { Change, EventAction, Subject } from '@/server/events/event'
import { recordEvent, recordRefusal } from '@/server/events/event-service'
import type { Database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { actorNow } from '@/server/users/actor-service'

export type Recorded = { details?: Record<string, string | number | boolean>; changes?: Change[] }

/** Fails with `forbidden`. */
export function refuseUnlessAdministrator(actor: Actor): void {
  if (actor.role !== 'admin') throw forbidden('Only administrators may see and change alerts.')
}

/**
 * The way of every change of alerts, rules and webhooks: right, row and event in one transaction; what is refused is
 * recorded too. `record` is called for what was done. Fails with `forbidden`, and as the work does.
 */
export async function changeAsAdministrator<Result>(
  actor: Actor,
  action: EventAction,
  subject: Subject,
  work: (tx: Database, record: (what?: Recorded) => Promise<string>) => Promise<Result>,
): Promise<Result> {
  try {
    refuseUnlessAdministrator(actor)
    return await inTransaction(async (tx) => {
      const result = await work(tx, (what = {}) =>
        recordEvent(tx, actor, { action, subject, outcome: 'done', ...what }),
      )
      // Asked last, as the locks are held now: whoever lost the right while they waited for one changes nothing
      refuseUnlessAdministrator(await actorNow(tx, actor))
      return result
    })
  } catch (error) {
    const code = appErrorOf(error)?.code ?? 'bug'
    await recordRefusal(actor, { action, subject, outcome: code === 'bug' ? 'failed' : 'refused', code })
    throw error
  }
}
