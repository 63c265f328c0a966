import { clock } from '@/server/clock'
import type { Event } from '@/server/events/event'
import { eventFeedRepository } from '@/server/events/event-feed-repository'
import { isElsewhere, type Position, startingAt } from '@/server/events/position'
import { log } from '@/server/log'
import { counter, timer } from '@/server/measure'
import type { Database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'

/** What has been committed between two positions, oldest first. Of one record, in the order of its changes. */
export type Batch = { before: Position; after: Position; events: readonly Event[] }

/**
 * Sees every committed event at least once. One that is `durable` goes on where it was, after a crash too, and is worked
 * by one instance at a time; what it writes through `tx` is there exactly if its position is. It has 20 s for a batch.
 * Any other begins with what is committed after it registers, in each process. `lost` is called where the database is
 * another one than before, so that nobody can tell what happened meanwhile.
 */
export type Follower = { name: string; lost?: () => void } & (
  | { durable?: false; handle(batch: Batch): void | Promise<void> }
  | { durable: true; handle(batch: Batch, tx: Database): Promise<void> }
)

/** What the feed knows about the database at its last look. */
export type Look = { position: Position; askedAt: number }
export type ReadBatch = (from: Position, look: Look) => Promise<Batch>

export type Following = {
  follower: Follower
  position: Position | null
  /** Of the oldest event that was seen and is not handled. */
  waitingSince: Date | null
  /** By performance.now(): whatever was committed before is handled. */
  passedAt: number | null
  /** Failures since the last success. */
  failures: number
}

export const batchMax = 500

/** From `from` on, at most `batchMax` events. What was begun is brought to its end first. */
export async function readBatch(db: Database, from: Position, look: Look): Promise<Batch> {
  const to = startingAt(from.database, from.target ?? look.position.done)
  if (to.done === from.done) return { before: from, after: to, events: [] }
  const events = await eventFeedRepository(db).find(from, to, batchMax)
  const last = events.at(-1)
  if (last === undefined && from.target !== null) return readBatch(db, to, look)
  const isAll = last === undefined || events.length < batchMax
  return { before: from, after: isAll ? to : { ...from, target: to.done, seq: last.seq }, events }
}

/** Brings a follower one batch further. Answers whether there may be more. Fails as its handler does. */
export function step(following: Following, look: Look, read: ReadBatch, db: Database): Promise<boolean> {
  const { follower } = following
  return follower.durable
    ? stepDurable(following, follower, look, read, db)
    : stepHere(following, follower.handle, look, read)
}

async function stepHere(following: Following, handle: Handle, look: Look, read: ReadBatch): Promise<boolean> {
  const from = placeOf(following.position, following, look)
  const batch = await read(from, look)
  if (batch.events.length > 0) await handled(following, batch, () => handle(batch))
  following.position = batch.after
  if (!isAt(batch.after, look)) return true
  following.passedAt = look.askedAt
  return false
}
type Handle = (batch: Batch) => void | Promise<void>

async function stepDurable(
  following: Following,
  follower: Follower & { durable: true },
  look: Look,
  read: ReadBatch,
  db: Database,
): Promise<boolean> {
  const { name } = follower
  const feed = eventFeedRepository(db)
  // Looked at without a lock: a lock is a write, and every write would be something new to look at
  const kept = await feed.findPosition(name)
  if (!kept) {
    await feed.insertPosition(name, look.position, clock.now())
    return true
  }
  // Another instance may have come further than this one has looked: that is no other database
  if (isElsewhere(kept, look.position) && !isElsewhere(kept, await feed.now())) return false
  const from = placeOf(kept, following, look)
  const batch = await read(from, look)
  following.waitingSince = batch.events[0]?.createdAt ?? null
  if (batch.events.length === 0 && from === kept) {
    following.passedAt = look.askedAt
    return false
  }
  return inTransaction(async (tx) => {
    const locked = await eventFeedRepository(tx).lockPosition(name)
    // Another instance is at it, or was meanwhile: the next look shows how far
    if (JSON.stringify(locked) !== JSON.stringify(kept)) return false
    if (batch.events.length > 0) await handled(following, batch, () => follower.handle(batch, tx))
    await eventFeedRepository(tx).savePosition(name, batch.after, clock.now())
    return batch.events.length > 0
  })
}

/** A position of another database is worth nothing: what happened meanwhile can't be told, and that is said. */
function placeOf(position: Position | null, { follower }: Following, look: Look): Position {
  if (position === null) return look.position
  if (!isElsewhere(position, look.position)) return position
  log().warn({ follower: follower.name, position }, 'this is another database: its events are followed from now on')
  follower.lost?.()
  return look.position
}

async function handled(following: Following, batch: Batch, handle: () => void | Promise<void>): Promise<void> {
  const beganAt = performance.now()
  following.waitingSince = batch.events[0]?.createdAt ?? null
  await handle()
  following.waitingSince = null
  counter('feed.events').add(batch.events.length)
  timer('feed.batch').record((performance.now() - beganAt) * 1000)
}

const isAt = (position: Position, look: Look) => position.target === null && position.done === look.position.done
