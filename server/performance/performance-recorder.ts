import { setTimeout as sleep } from 'node:timers/promises'
import { appErrorOf } from '@/server/errors'
import { log } from '@/server/log'
import { counter, takeFigures, timed } from '@/server/measure'
import type { Figures } from '@/server/performance/figures'
import { performanceRepository } from '@/server/performance/performance-repository'
import { Growing, madeSeconds, type StoredStep, storedSteps, type Window } from '@/server/performance/window'
import { instanceName } from '@/server/platform/instance'
import { type OwnConnection, ownConnection } from '@/server/platform/own-connection'

/** How many of each step wait for a database that is away. What comes then pushes the oldest out, and is counted. */
const heldMax: Record<StoredStep, number> = { 1: 300, 10: 360, 60: 120, 3600: 48, 28800: 6 }
const rowsPerStatement = 60
const keepEveryMs = 60_000
const keepAgainMs = 10_000
/** At the end, at most so long for what is left. */
const stopMsMax = 3000

/**
 * Keeps what this instance measures: looks once a second, and writes. Nothing waits for it: while a write is under way,
 * or the database is away, windows are held, as many as `heldMax` says, and written when it is back.
 */
export class PerformanceRecorder {
  private readonly growing = new Growing()
  private readonly held: Record<StoredStep, Map<number, Window>> = {
    1: new Map(),
    10: new Map(),
    60: new Map(),
    3600: new Map(),
    28800: new Map(),
  }
  private readonly dropped = counter('performance.dropped')
  private lastAt = 0
  private keptAt = 0
  private isAway = false
  private writing: Promise<void> | null = null

  constructor(
    private readonly instance: string,
    private readonly take: () => Figures = takeFigures,
    // Figures are wanted the most when requests wait for the pool
    private readonly connection: OwnConnection = ownConnection(),
  ) {}

  /** Takes the second that has just ended at `nowMs`. */
  look(nowMs: number): void {
    const at = Math.floor(nowMs / 1000) - 1
    // Of the same second again, as the clock was put back a little: it goes into the next one
    if (at <= this.lastAt && at > this.lastAt - 10) return
    this.lastAt = at
    const figures = this.take()
    this.hold([{ step: 1, at, figures }, ...this.growing.add(at, figures)])
  }

  /** Writes what is held. One at a time: whoever comes meanwhile is answered when that one is through. Never fails. */
  write(nowMs: number): Promise<void> {
    this.writing ??= timed('job', 'performance', () => this.writeAll(nowMs))
      .catch((error: unknown) => this.noteAway(error))
      .finally(() => {
        this.writing = null
      })
    return this.writing
  }

  /** The last look, and what is left, for at most `stopMsMax`. */
  async stop(nowMs: number): Promise<void> {
    this.hold(this.growing.flush())
    const writeRest = async () => {
      await this.writing
      await this.write(nowMs)
    }
    await Promise.race([writeRest(), sleep(stopMsMax, undefined, { ref: false })])
    await this.connection.close()
  }

  /** How many windows wait to be written. */
  get waiting(): number {
    return storedSteps.reduce((sum, step) => sum + this.held[step].size, 0)
  }

  private hold(windows: readonly Window[]): void {
    for (const window of windows) {
      const held = this.held[window.step]
      held.delete(window.at)
      held.set(window.at, window)
      if (held.size <= heldMax[window.step]) continue
      held.delete(held.keys().next().value ?? window.at)
      this.dropped.add()
    }
  }

  private async writeAll(nowMs: number): Promise<void> {
    if (Math.abs(nowMs - this.keptAt) >= keepEveryMs) await this.keep(nowMs)
    const waiting = storedSteps.flatMap((step) => [...this.held[step].values()])
    for (let from = 0; from < waiting.length; from += rowsPerStatement) {
      await this.writeSome(waiting.slice(from, from + rowsPerStatement), nowMs)
    }
    if (this.isAway) log().info('what was measured is kept again')
    this.isAway = false
  }

  /** Partitions are made ahead of time, so that one failure does no harm. */
  private async keep(nowMs: number): Promise<void> {
    try {
      await performanceRepository(await this.connection.get()).keep(new Date(nowMs))
      this.keptAt = nowMs
    } catch (error) {
      if (appErrorOf(error)?.code === 'unavailable') throw error
      this.keptAt = nowMs - keepEveryMs + keepAgainMs
      log().warn({ err: error }, 'partitions could not be made or dropped')
    }
  }

  private async writeSome(some: readonly Window[], nowMs: number): Promise<void> {
    try {
      await performanceRepository(await this.connection.get()).write(this.instance, some)
    } catch (error) {
      if (!lacksPartition(error)) throw error
      for (const window of some) await this.writeOrDrop(window, nowMs)
    }
    for (const window of some) this.release(window)
  }

  /** What can have no partition, being too old or of a clock that was wrong, must not hold up the rest for ever. */
  private async writeOrDrop(window: Window, nowMs: number): Promise<void> {
    try {
      await performanceRepository(await this.connection.get()).write(this.instance, [window])
    } catch (error) {
      if (!lacksPartition(error)) throw error
      if (Math.abs(nowMs / 1000 - window.at) < madeSeconds[window.step]) {
        // Somebody else may be making it at this moment, or nobody has for long
        this.keptAt = 0
        throw error
      }
      this.dropped.add()
    }
  }

  /** Unless it has grown since. */
  private release(window: Window): void {
    const held = this.held[window.step]
    if (held.get(window.at) === window) held.delete(window.at)
  }

  private noteAway(error: unknown): void {
    this.connection.drop()
    const facts = { err: error, waiting: this.waiting }
    if (!this.isAway) log().warn(facts, 'what was measured can’t be kept at the moment')
    this.isAway = true
  }
}

/**
 * Looks each second on the second, by the real clock: moments of several instances must match, and tests that move
 * time move it for requests, not for what is measured. Answers how to stop.
 */
export function startRecorder(): () => Promise<void> {
  const recorder = new PerformanceRecorder(instanceName())
  let timer: NodeJS.Timeout
  const next = () => {
    timer = setTimeout(tick, 1000 - (Date.now() % 1000)).unref()
  }
  const tick = () => {
    // Timers may be a millisecond early
    const nowMs = Date.now() + 2
    recorder.look(nowMs)
    void recorder.write(nowMs)
    next()
  }
  next()
  return async () => {
    clearTimeout(timer)
    recorder.look(Date.now() + 1000)
    await recorder.stop(Date.now())
  }
}

function lacksPartition(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '23514') return true
  }
  return false
}
