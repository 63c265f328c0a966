import { LRUCache } from 'lru-cache'
import { evenIfNobodyWaits } from '@/server/caller'
import { counter } from '@/server/measure'

/**
 * What is read often and changes seldom, kept for the whole process. Never what gives a right: sessions, tokens and
 * actors are looked up each time.
 */
export type Cache<Value> = {
  /** Kept, or loaded: once, however many ask at the same time. Fails as the load does. */
  get(key: string): Promise<Value>
  /** From now on nothing is answered that was read before, also by a load that is under way. */
  drop(key: string): void
  dropAll(): void
}

type Options<Value> = {
  /** In the figures: `cache.hits|settings`. */
  name: string
  max: number
  load: (key: string) => Promise<Value>
  /** Whether it may be answered from here; while not, each asks the database. */
  isCurrent?: () => boolean
}

const ttlMs = 30 * 60_000

export function createCache<Value extends object>({ name, max, load, isCurrent }: Options<Value>): Cache<Value> {
  const hits = counter('cache.hits', name)
  const misses = counter('cache.misses', name)
  const failures = new WeakSet<object>()
  const kept = new LRUCache<string, Value>({
    max,
    ttl: ttlMs,
    fetchMethod: (key) =>
      // For all who ask, also when the first of them has left
      evenIfNobodyWaits(() => load(key)).catch((error: Error) => {
        failures.add(error)
        throw error
      }),
  })

  async function get(key: string): Promise<Value> {
    if (isCurrent?.() === false) {
      misses.add()
      return load(key)
    }
    const value = kept.get(key)
    if (value !== undefined) {
      hits.add()
      return value
    }
    misses.add()
    try {
      return await kept.forceFetch(key)
    } catch (error) {
      if (error instanceof Error && failures.has(error)) throw error
      // Dropped while it was loading: what it found may be older than the drop
      return load(key)
    }
  }

  return {
    get,
    drop: (key) => void kept.delete(key),
    dropAll: () => kept.clear(),
  }
}
