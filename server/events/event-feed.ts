import { setTimeout as sleep } from 'node:timers/promises'
import { clock } from '@/server/clock'
import { appErrorOf } from '@/server/errors'
import { eventFeedRepository } from '@/server/events/event-feed-repository'
import { type Batch, type Follower, type Following, type Look, readBatch, step } from '@/server/events/event-follower'
import type { Position } from '@/server/events/position'
import { log } from '@/server/log'
import { watch } from '@/server/measure'
import { type OwnConnection, ownConnection } from '@/server/platform/own-connection'
import { processWide } from '@/server/platform/process-wide'

export type { Batch, Follower } from '@/server/events/event-follower'

const lookEveryMs = 250
/** While the database is away, and for a follower that fails. */
const delayMaxMs = 30_000
const awayDelayMaxMs = 2000
/** A handler that takes longer sees its batch again. */
const stopMaxMs = 5000
/** Followers that are level read the same batch once. */
const batchesKept = 4

export type EventFeed = ReturnType<typeof createEventFeed>

/**
 * Looks every 250 ms whether anything was committed, for all followers of a process, and brings each further at its own
 * pace: one that is slow or fails holds nobody else.
 */
export function createEventFeed(connection: OwnConnection = ownConnection()) {
  const all = new Set<Following>()
  const working = new Map<Following, Promise<void>>()
  const batches = new Map<string, Promise<Batch>>()
  let look: Look | null = null
  let running: { stopped: AbortController; over: Promise<void> } | null = null

  async function lookOn(stopped: AbortSignal): Promise<void> {
    for (let delayMs = lookEveryMs; !stopped.aborted; ) {
      const askedAt = performance.now()
      try {
        look = { position: await eventFeedRepository(await connection.get()).now(), askedAt }
        delayMs = lookEveryMs
        for (const following of all) wake(following)
      } catch (error) {
        if (stopped.aborted) return
        if (delayMs === lookEveryMs) log().warn({ err: error }, 'the event feed can’t look into the database')
        connection.drop()
        delayMs = Math.min(delayMs * 2, awayDelayMaxMs)
      }
      await sleep(delayMs, undefined, { signal: stopped, ref: false }).catch(() => {})
    }
  }

  function wake(following: Following): void {
    if (working.has(following)) return
    const work = goOn(following).finally(() => working.delete(following))
    working.set(following, work)
  }

  async function goOn(following: Following): Promise<void> {
    const stopped = running?.stopped.signal
    try {
      while (look && stopped && !stopped.aborted && all.has(following)) {
        const hasMore = await step(following, look, read, await connection.get())
        following.failures = 0
        if (!hasMore) return
      }
    } catch (error) {
      // Then the next look that succeeds wakes it
      if (stopped?.aborted || appErrorOf(error)?.code === 'unavailable') return
      const delayMs = Math.min(lookEveryMs * 2 ** following.failures, delayMaxMs)
      following.failures++
      log().warn({ err: error, follower: following.follower.name, delayMs }, 'a follower failed, and will try again')
      await sleep(delayMs, undefined, { signal: stopped, ref: false }).catch(() => {})
    }
  }

  function read(from: Position, at: Look): Promise<Batch> {
    const key = JSON.stringify([from, at.position.done])
    const kept = batches.get(key)
    if (kept) return kept
    const batch = connection.get().then((db) => readBatch(db, from, at))
    batches.set(key, batch)
    batch.catch(() => batches.delete(key))
    for (const old of batches.keys()) if (batches.size > batchesKept) batches.delete(old)
    return batch
  }

  return {
    /** Answers how to stop following. */
    follow(follower: Follower): () => void {
      const following: Following = {
        follower,
        position: look?.position ?? null,
        waitingSince: null,
        passedAt: null,
        failures: 0,
      }
      all.add(following)
      if (running) wake(following)
      return () => all.delete(following)
    },

    start(): void {
      if (running) return
      const stopped = new AbortController()
      running = { stopped, over: lookOn(stopped.signal) }
    },

    /** Waits for what is being handled; the rest comes after the next start. */
    async stop(): Promise<void> {
      const was = running
      was?.stopped.abort()
      await Promise.race([Promise.all([was?.over, ...working.values()]), sleep(stopMaxMs, undefined, { ref: false })])
      running = null
      look = null
      await connection.close()
    },

    /** Whether this follower has handled whatever was committed up to `maxAgeMs` ago. */
    hasPassed(name: string, maxAgeMs: number): boolean {
      const now = performance.now()
      for (const { follower, passedAt } of all) {
        if (follower.name === name) return passedAt !== null && now - passedAt <= maxAgeMs
      }
      return false
    },

    /** Where the feed has looked last, or null while it is not running. */
    position: (): Position | null => look?.position ?? null,
    /** What is committed at this moment. Fails with `unavailable`. */
    now: async (): Promise<Position> => eventFeedRepository(await connection.get()).now(),
    /** What was committed between two positions: for who comes back. */
    read: async (from: Position, to: Look): Promise<Batch> => readBatch(await connection.get(), from, to),

    /**
     * The age of the oldest event that the slowest follower has not handled, in milliseconds; while the database can't
     * be asked, how long that is so, as nobody knows what waits there.
     */
    lagMs(): number | null {
      if (!running) return null
      const now = clock.now().getTime()
      const unseenMs = look ? performance.now() - look.askedAt : 0
      const waits = [...all].map(({ waitingSince }) => (waitingSince ? Math.max(now - waitingSince.getTime(), 0) : 0))
      return Math.max(0, ...waits, unseenMs > 4 * lookEveryMs ? unseenMs : 0)
    },
  }
}

/** The feed of this process. */
export function eventFeed(): EventFeed {
  return processWide('event-feed', () => {
    const feed = createEventFeed()
    watch('feed.lagMs', feed.lagMs)
    return feed
  })
}

/**
 * Has `follower` see every committed event at least once, of each record in the order of its changes, also of
 * transactions that commit late. Answers how to stop.
 */
export function followEvents(follower: Follower): () => void {
  return eventFeed().follow(follower)
}
