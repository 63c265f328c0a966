/**
 * A log-linear histogram of durations in whole microseconds: exact below 128, and from there 64 buckets to each
 * doubling, told by their middle. So a percentile is at most 0.8 % off (half of 1/64), whatever the spread. Two of them
 * merge by adding, which percentiles themselves never do. The layout is that of HdrHistogram; see
 * docs/decisions/0009-histograms.md.
 */
const exactBelow = 128
const perDoubling = 64
/** 2^33 µs, more than two hours: what takes longer counts as that long. */
const doublings = 26
export const bucketCount = exactBelow + doublings * perDoubling

/** What was counted, as numbers to store and send: `[bucket, count, bucket, count, …]`, buckets ascending. */
export type HistogramFigures = { count: number; sumUs: number; maxUs: number; buckets: number[] }

export const noFigures: HistogramFigures = { count: 0, sumUs: 0, maxUs: 0, buckets: [] }

/** Made once and used for good: recording allocates nothing. */
export class Histogram {
  private readonly counts = new Uint32Array(bucketCount)
  /** Since the start, for those who read totals and take differences themselves. */
  private readonly totals = new Uint32Array(bucketCount)
  private totalCount = 0
  private totalSumUs = 0
  private totalMaxUs = 0
  private lowest = bucketCount
  private highest = -1
  private count = 0
  private sumUs = 0
  private maxUs = 0

  record(us: number): void {
    const value = us > 0 ? Math.round(us) : 0
    const bucket = bucketOf(value)
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    if (bucket < this.lowest) this.lowest = bucket
    if (bucket > this.highest) this.highest = bucket
    this.count++
    this.sumUs += value
    if (value > this.maxUs) this.maxUs = value
  }

  /** What was recorded since the last time, or null for nothing; and begins anew. */
  take(): HistogramFigures | null {
    if (this.count === 0) return null
    const buckets: number[] = []
    for (let bucket = this.lowest; bucket <= this.highest; bucket++) {
      const count = this.counts[bucket] ?? 0
      if (count === 0) continue
      buckets.push(bucket, count)
      this.totals[bucket] = (this.totals[bucket] ?? 0) + count
    }
    const { count, sumUs, maxUs } = this
    this.totalCount += count
    this.totalSumUs += sumUs
    this.totalMaxUs = Math.max(this.totalMaxUs, maxUs)
    this.counts.fill(0, this.lowest, this.highest + 1)
    this.lowest = bucketCount
    this.highest = -1
    this.count = 0
    this.sumUs = 0
    this.maxUs = 0
    return { count, sumUs, maxUs, buckets }
  }

  /** Everything that was ever taken. */
  total(): HistogramFigures {
    const buckets: number[] = []
    for (const [bucket, count] of this.totals.entries()) if (count > 0) buckets.push(bucket, count)
    return { count: this.totalCount, sumUs: this.totalSumUs, maxUs: this.totalMaxUs, buckets }
  }
}

/** Counts many histograms together, as if everything had been recorded in one; made once for as many as there are. */
export class HistogramSum {
  private readonly counts = new Float64Array(bucketCount)
  private lowest = bucketCount
  private highest = -1
  private count = 0
  private sumUs = 0
  private maxUs = 0

  add({ count, sumUs, maxUs, buckets }: HistogramFigures): void {
    const { counts } = this
    for (let at = 0; at < buckets.length; at += 2) {
      const bucket = buckets[at] ?? 0
      counts[bucket] = (counts[bucket] ?? 0) + (buckets[at + 1] ?? 0)
    }
    if (buckets.length > 0) {
      this.lowest = Math.min(this.lowest, buckets[0] ?? 0)
      this.highest = Math.max(this.highest, buckets[buckets.length - 2] ?? 0)
    }
    this.count += count
    this.sumUs += sumUs
    this.maxUs = Math.max(this.maxUs, maxUs)
  }

  /** What was counted; and begins anew. */
  take(): HistogramFigures {
    const buckets: number[] = []
    for (let bucket = this.lowest; bucket <= this.highest; bucket++) {
      const count = this.counts[bucket] ?? 0
      if (count > 0) buckets.push(bucket, count)
    }
    const { count, sumUs, maxUs } = this
    if (this.highest >= 0) this.counts.fill(0, this.lowest, this.highest + 1)
    this.lowest = bucketCount
    this.highest = -1
    this.count = 0
    this.sumUs = 0
    this.maxUs = 0
    return { count, sumUs, maxUs, buckets }
  }
}

/** Merging is done from one end to the other without a pause, so that all can share one. */
const merging = new HistogramSum()

/** The sum of several, as if everything had been recorded in one. */
export function mergeHistograms(all: readonly HistogramFigures[]): HistogramFigures {
  const [only] = all
  if (!only) return noFigures
  if (all.length === 1) return only
  for (const figures of all) merging.add(figures)
  return merging.take()
}

/**
 * The value in µs that a share of all (0.99 for p99) does not exceed, by nearest rank; null when nothing was recorded.
 * Never more than the largest value, which is kept exactly.
 */
export function percentileUs({ count, maxUs, buckets }: HistogramFigures, share: number): number | null {
  if (count === 0) return null
  const rank = Math.max(1, Math.ceil(share * count))
  let seen = 0
  for (let at = 0; at < buckets.length; at += 2) {
    seen += buckets[at + 1] ?? 0
    if (seen >= rank) return Math.min(middleOf(buckets[at] ?? 0), maxUs)
  }
  return maxUs
}

/** How many took at most so long, for histograms with few and fixed bounds; off by at most a bucket's width. */
export function countUpTo({ buckets }: HistogramFigures, us: number): number {
  let count = 0
  for (let at = 0; at < buckets.length; at += 2) {
    if (middleOf(buckets[at] ?? 0) > us) break
    count += buckets[at + 1] ?? 0
  }
  return count
}

function bucketOf(us: number): number {
  if (us < exactBelow) return us
  const doubling = Math.floor(Math.log2(us)) - 6
  if (doubling > doublings) return bucketCount - 1
  // 64 to 127 steps of 2^doubling
  return exactBelow + (doubling - 1) * perDoubling + (Math.floor(us / 2 ** doubling) - perDoubling)
}

function middleOf(bucket: number): number {
  if (bucket < exactBelow) return bucket
  const doubling = Math.floor((bucket - exactBelow) / perDoubling) + 1
  const step = ((bucket - exactBelow) % perDoubling) + perDoubling
  return (step + 0.5) * 2 ** doubling
}
