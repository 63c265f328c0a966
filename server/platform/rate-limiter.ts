import { TokenBucket } from 'limiter'
import { LRUCache } from 'lru-cache'
import { type Counter, counter } from '@/server/measure'

/** So many in the long run, and so many at once after a pause. */
export type Rate = { perSecond: number; burst: number }

const bucketsMax = 10_000

/**
 * Token buckets by key, held in this process. Taking is one synchronous step, so it is exact however many ask at once.
 * A bucket that nobody has asked for as long as it takes to fill is forgotten: it would be full. Beyond 10,000 the one
 * that was asked longest ago is forgotten too, to its owner's advantage.
 */
export class RateLimiter {
  private readonly buckets = new LRUCache<string, TokenBucket>({ max: bucketsMax, updateAgeOnGet: true })
  private readonly refused: Counter

  /** `kind` is how refusals are counted: `limiter.refused|api`. */
  constructor(kind: string) {
    this.refused = counter('limiter.refused', kind)
  }

  /** Takes one, and answers 0; or counts a refusal, and answers how many milliseconds until there is one. */
  take(key: string, rate: Rate): number {
    const bucket = this.bucketOf(key, rate)
    if (bucket.tryRemoveTokens(1)) return 0
    this.refused.add()
    return Math.max(1, bucket.getWaitTime(1))
  }

  /** The same, only looked at: what is refused is counted, nothing is taken. */
  look(key: string, rate: Rate): number {
    const waitMs = this.buckets.has(key) ? this.bucketOf(key, rate).getWaitTime(1) : 0
    if (waitMs > 0) this.refused.add()
    return waitMs
  }

  /** Takes one if there is one, for what has happened already. */
  note(key: string, rate: Rate): void {
    this.bucketOf(key, rate).tryRemoveTokens(1)
  }

  has(key: string): boolean {
    return this.buckets.has(key)
  }

  forget(key: string): void {
    this.buckets.delete(key)
  }

  private bucketOf(key: string, { perSecond, burst }: Rate): TokenBucket {
    const found = this.buckets.get(key)
    if (found) {
      // Settings may have changed since
      found.tokensPerInterval = perSecond
      found.bucketSize = burst
      return found
    }
    const bucket = new TokenBucket({ bucketSize: burst, tokensPerInterval: perSecond, interval: 1000 })
    // The library begins with nothing; whoever comes for the first time has asked for nothing yet
    bucket.content = burst
    this.buckets.set(key, bucket, { ttl: Math.ceil((burst / perSecond) * 1000) })
    return bucket
  }
}
