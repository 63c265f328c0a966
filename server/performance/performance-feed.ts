import { setTimeout as sleep } from 'node:timers/promises'
import { evenIfNobodyWaits } from '@/server/caller'
import { log } from '@/server/log'
import type { Figures } from '@/server/performance/figures'
import {
  type PerformancePoint,
  type PerformanceStreamQuery,
  type PerformanceTick,
  performanceRanges,
} from '@/server/performance/performance'
import { performanceRepository } from '@/server/performance/performance-repository'
import { pointOfWindows } from '@/server/performance/performance-view-service'
import { stretchOf } from '@/server/performance/window'
import { ownConnection } from '@/server/platform/own-connection'
import { processWide } from '@/server/platform/process-wide'

export type PerformanceWatcher = {
  /** `newest` is the latest second that is known of by now. */
  tell(tick: PerformanceTick, newest: number): void
  /** The database does not answer. Told once; the next tick says that it does again. */
  tellStale(): void
}
type Query = Omit<PerformanceStreamQuery, 'after'>
type Watching = { query: Query; after: number | undefined; watcher: PerformanceWatcher; isGreeted: boolean }

/** After the second: instances write at once, and clocks differ a little. */
const lookAfterMs = 250
/** Most are there at once; those of an instance that lost its connection come later, so now and then all are looked for. */
const nearSeconds = 15
const farSeconds = 310
const farEvery = 10
/** Whoever comes gets so many, or those that they have missed. What came late while they were away, too. */
const greetingSeconds = 10
const currentStepMax = 60

/**
 * Tells what is measured as it is written, by whichever instance. Answers how to stop. One look a second for all who
 * watch, and none while nobody does. Asks no right.
 */
export function watchPerformance(query: Query, after: number | undefined, watcher: PerformanceWatcher): () => void {
  const kept = processWide<{ feed: PerformanceFeed | null }>('performance-feed', () => ({ feed: null }))
  kept.feed ??= new PerformanceFeed()
  const { feed } = kept
  const leave = feed.add({ query, after, watcher, isGreeted: false })
  return () => {
    leave()
    if (!feed.isWatched && kept.feed === feed) kept.feed = null
  }
}

class PerformanceFeed {
  private readonly watching = new Set<Watching>()
  // Whoever watches wants to see the most when requests wait for the pool
  private readonly connection = ownConnection()
  /** By second and instance: those of the last minutes. */
  private readonly seconds = new Map<number, Map<string, Figures>>()
  /** From when on all seconds were looked for; null before the first look. */
  private since: number | null = null
  private looks = 0
  private isStale = false

  constructor() {
    // For all who will watch, also when the first of them has left
    void evenIfNobodyWaits(() => this.run())
  }

  get isWatched(): boolean {
    return this.watching.size > 0
  }

  add(watching: Watching): () => void {
    this.watching.add(watching)
    if (this.since !== null) this.greet(watching)
    if (this.isStale) watching.watcher.tellStale()
    return () => this.watching.delete(watching)
  }

  private async run(): Promise<void> {
    // The first to watch is added after the constructor
    await Promise.resolve()
    while (this.isWatched) {
      await this.look(Math.floor(Date.now() / 1000))
      const untilNext = 1000 - ((Date.now() - lookAfterMs) % 1000)
      await sleep(untilNext, undefined, { ref: false })
    }
    await this.connection.close()
  }

  private async look(now: number): Promise<void> {
    const isFar = this.looks++ % farEvery === 0 || this.isStale
    const from = now - (isFar ? farSeconds : nearSeconds)
    try {
      const unseen = await performanceRepository(await this.connection.get()).unseenSeconds(from, this.seen(from))
      for (const { at, instance, summary } of unseen) {
        const there = this.seconds.get(at) ?? new Map<string, Figures>()
        this.seconds.set(at, there.set(instance, summary))
      }
      this.since ??= from
      this.isStale = false
      this.forget(now - farSeconds)
      this.tell(new Set(unseen.map(({ at }) => at)))
    } catch (error) {
      this.connection.drop()
      if (!this.isStale) {
        log().warn({ err: error }, 'what is measured can’t be read at the moment')
        for (const { watcher } of this.watching) watcher.tellStale()
      }
      this.isStale = true
    }
  }

  private seen(from: number) {
    return [...this.seconds].flatMap(([at, there]) =>
      at >= from ? [...there.keys()].map((instance) => ({ at, instance })) : [],
    )
  }

  private forget(before: number): void {
    for (const at of this.seconds.keys()) if (at < before) this.seconds.delete(at)
    this.since = Math.max(this.since ?? before, before)
  }

  private tell(changed: ReadonlySet<number>): void {
    const ticks = new Map<string, PerformanceTick>()
    for (const watching of this.watching) {
      if (!watching.isGreeted) {
        this.greet(watching)
        continue
      }
      const key = JSON.stringify(watching.query)
      const tick = ticks.get(key) ?? this.tickOf(watching.query, changed)
      ticks.set(key, tick)
      if (tick.seconds.length > 0) watching.watcher.tell(tick, this.newest)
    }
  }

  /** The newest seconds, or all since those that somebody has, at once. */
  private greet(watching: Watching): void {
    watching.isGreeted = true
    const from = (watching.after ?? this.newest) - greetingSeconds
    const missed = new Set([...this.seconds.keys()].filter((at) => at > from))
    watching.watcher.tell(this.tickOf(watching.query, missed), this.newest)
  }

  private get newest(): number {
    return this.newestOf(undefined)
  }

  private newestOf(instance: string | undefined): number {
    let newest = 0
    for (const [at, there] of this.seconds) {
      if (at > newest && (instance === undefined || there.has(instance))) newest = at
    }
    return newest
  }

  private tickOf({ range, instance }: Query, changed: ReadonlySet<number>): PerformanceTick {
    const { step } = performanceRanges[range]
    const seconds = this.pointsOf(changed, 1, instance)
    const points = step > currentStepMax ? [] : step === 1 ? seconds : this.pointsOf(changed, step, instance)
    const instances = [...new Set([...this.seconds.values()].flatMap((there) => [...there.keys()]))].sort()
    const current = step > currentStepMax ? [] : this.pointsOf(new Set([this.newestOf(instance)]), step, instance)
    return { seconds, points, current: current[0] ?? null, instances }
  }

  /** The whole points that `changed` seconds belong to; none of which a part is not known here any more. */
  private pointsOf(changed: ReadonlySet<number>, step: number, instance: string | undefined): PerformancePoint[] {
    const stretches = [...new Set([...changed].map((at) => stretchOf(at, step)))].sort((one, other) => one - other)
    return stretches.flatMap((at) => {
      if (at < (this.since ?? 0)) return []
      const windows = []
      for (let second = at; second < at + step; second++) {
        for (const [name, summary] of this.seconds.get(second) ?? []) {
          if (instance === undefined || name === instance) windows.push({ at: second, summary })
        }
      }
      return windows.length > 0 ? [pointOfWindows(windows, { at, step, stored: 1, now: at + step })] : []
    })
  }
}
