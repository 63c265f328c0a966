import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError } from '@/server/errors'
import { idempotencyRepository, type KeptAnswer } from '@/server/idempotency/idempotency-repository'
import { type Database, database } from '@/server/platform/database'

/*
  A request with an Idempotency-Key has one effect, however often it is sent: the key is claimed before the work, what
  was done is kept in the transaction that does it, and the answer after it. So the answer can be given again also
  when the program was killed between the two.
*/
const keptMs = 24 * 3_600_000
/** No request takes as long: whoever claimed the key has died. */
const claimMs = 60_000

export type Repeat =
  | { kind: 'first' }
  | { kind: 'answered'; answer: KeptAnswer }
  /** The change was made and the answer was lost: this is the record as it was then. */
  | { kind: 'done'; result: unknown }

/**
 * Takes the key for this request, or says how the request that had it ended. Fails with `request_running` while it has
 * not ended, and with `request_mismatch` when it was another request.
 */
export async function claimKey(actorId: string, key: string, requestHash: Buffer): Promise<Repeat> {
  const now = clock.now()
  const keys = idempotencyRepository(database())
  await keys.deleteOlderThan(new Date(now.getTime() - keptMs))
  if (await keys.insert({ actorId, key, requestHash, claimedAt: now })) return { kind: 'first' }
  const found = await keys.find(actorId, key)
  if (!found) return claimKey(actorId, key, requestHash)
  if (!found.requestHash.equals(requestHash)) {
    throw new AppError('request_mismatch', 'This Idempotency-Key was used for another request. Use a new one.')
  }
  if (found.answer) return { kind: 'answered', answer: found.answer }
  if (found.result !== null) return { kind: 'done', result: found.result }
  const isDead = now.getTime() - found.claimedAt.getTime() > claimMs
  if (isDead && (await keys.takeOver(actorId, key, found.claimedAt, now))) return { kind: 'first' }
  throw new AppError(
    'request_running',
    'The first request with this Idempotency-Key is still running.',
    {},
    { retryAfterSeconds: 1 },
  )
}

/** For the door alone, inside its transaction: what a request with a key has done. */
export async function keepResult(tx: Database, actor: Actor, result: unknown): Promise<void> {
  const { idempotencyKey } = actor.request
  if (idempotencyKey === undefined || actor.id === null) return
  await idempotencyRepository(tx).keepResult(actor.id, idempotencyKey, result)
}

export async function keepAnswer(actorId: string, key: string, answer: KeptAnswer): Promise<void> {
  await idempotencyRepository(database()).keepAnswer(actorId, key, answer)
}

/** Nothing was done, and another try may end otherwise: the key is free again. */
export async function releaseKey(actorId: string, key: string): Promise<void> {
  await idempotencyRepository(database()).delete(actorId, key)
}
