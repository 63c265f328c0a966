import pg from 'pg'
import { currentCaller } from '@/server/caller'
import { AppError } from '@/server/errors'
import { timer } from '@/server/measure'
import { CheckoutQueue, callerLeft } from '@/server/platform/checkout-queue'
import { averageWait, nextTarget, type PoolLaw, targetInHurry } from '@/server/platform/pool-law'
import { TimedClient } from '@/server/platform/timed-client'

export type AdaptivePoolOptions = {
  law: PoolLaw
  /** How often it is decided whether more or fewer connections are needed. */
  everyMs: number
  /** The longest that anybody waits for a connection, in all. */
  waitMs: number
  /** A connection that was idle for longer is asked whether it still works before somebody gets it. */
  doubtAfterMs: number
  /** How long it may take to answer that. */
  checkMs: number
}
type Release = pg.PoolClient['release']
type Callback = (error: Error | undefined, client: pg.PoolClient | undefined, release: Release) => void

/** The server has given all the connections that it has, or that this role may have. */
const noConnectionLeft = '53300'
/** How long no more are asked for after that. */
const fullMs = 5000

/**
 * pg's pool with a queue of our own before it: how many connections may be in use at once follows the law, whoever
 * waits is given up after a time or when their client leaves, and what broke while nobody used it is replaced unseen.
 * Connections beyond the target close when they have been idle for pg's `idleTimeoutMillis`.
 */
export class AdaptivePool extends pg.Pool {
  private readonly adaptive: AdaptivePoolOptions
  private readonly queue: CheckoutQueue
  private readonly wait = timer('pool.wait')
  private readonly idleSince = new WeakMap<pg.ClientBase, number>()
  private readonly deciding: NodeJS.Timeout
  private hurrying: NodeJS.Timeout | null = null
  private lookedAt = 0
  private fullUntil = 0
  private distrustedUntil = 0
  private meanWaitMs = 0
  private checkouts = 0

  constructor(config: pg.PoolConfig, adaptive: AdaptivePoolOptions) {
    super({ ...config, Client: TimedClient, max: adaptive.law.max, min: adaptive.law.min })
    this.adaptive = adaptive
    this.queue = new CheckoutQueue(adaptive.law.min)
    this.deciding = setInterval(() => this.decide(), adaptive.everyMs).unref()
  }

  get figures() {
    const { inUse, target, waiting } = this.queue
    return { inUse, target, waiting, size: this.totalCount }
  }

  /** Fails with `unavailable` when it takes too long, and with pg's own errors where no connection can be made. */
  override connect(): Promise<pg.PoolClient>
  override connect(callback: Callback): void
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    const taken = this.take()
    if (!callback) return taken
    taken.then(
      (client) => callback(undefined, client, client.release),
      (error) => callback(error, undefined, () => {}),
    )
  }

  override end(): Promise<void> {
    clearInterval(this.deciding)
    this.stopHurrying()
    this.queue.refuseAll(() => new AppError('unavailable', 'Roster is stopping.', {}, { retryAfterSeconds: 5 }))
    return super.end()
  }

  /** Never more than this, whatever the law says. */
  limitTo(most: number): void {
    const { law } = this.adaptive
    law.max = Math.max(1, Math.min(law.max, most))
    law.min = Math.min(law.min, law.max)
    this.queue.target = Math.min(this.queue.target, law.max)
  }

  private async take(): Promise<pg.PoolClient> {
    const beganAt = performance.now()
    const deadline = beganAt + this.adaptive.waitMs
    const caller = currentCaller()
    this.checkouts++
    for (;;) {
      if (caller?.hasLeft) throw callerLeft()
      if (!this.queue.enter()) {
        this.beginHurrying()
        await this.queue.wait(deadline, caller)
      }
      try {
        const client = await this.connectBefore(deadline)
        this.noteWait(performance.now() - beganAt)
        return this.lend(client)
      } catch (error) {
        this.noteWait(performance.now() - beganAt)
        // As many as the server gave: one of them will do, once it is given back
        if (!isWithoutConnection(error) || this.totalCount === 0) throw error
        this.fullUntil = performance.now() + fullMs
        this.queue.target = this.totalCount
      }
    }
  }

  /** A connection that works. The place in the queue is left again when there is none. */
  private async connectBefore(deadline: number): Promise<pg.PoolClient> {
    const connecting = this.connectSound()
    // What is there already comes at once: no timer for it
    if (this.idleCount > 0) return connecting.catch((error) => this.leaveWith(error))
    return new Promise((resolve, reject) => {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        reject(new AppError('unavailable', 'The database can’t be reached right now.', {}, { retryAfterSeconds: 5 }))
      }, deadline - performance.now())
      connecting.then(
        (client) => {
          clearTimeout(timer)
          if (!isLate) return resolve(client)
          client.release()
          this.queue.leave()
        },
        (error) => {
          clearTimeout(timer)
          this.queue.leave()
          reject(error)
        },
      )
    })
  }

  private leaveWith(error: unknown): never {
    this.queue.leave()
    throw error
  }

  private async connectSound(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await super.connect()
      if (await this.isSound(client)) return client
      client.release(true)
    }
  }

  /** After one was found dead, those that were idle at that time are not even asked. */
  private async isSound(client: pg.PoolClient): Promise<boolean> {
    const since = this.idleSince.get(client)
    if (since === undefined) return true
    if (since < this.distrustedUntil) return false
    if (performance.now() - since < this.adaptive.doubtAfterMs) return true
    try {
      const check: TimedQuery = { text: 'select 1', query_timeout: this.adaptive.checkMs }
      await client.query(check)
      return true
    } catch {
      this.distrustedUntil = performance.now()
      return false
    }
  }

  private lend(client: pg.PoolClient): pg.PoolClient {
    const giveBack = client.release
    client.release = (error) => {
      this.idleSince.set(client, performance.now())
      giveBack(error)
      this.queue.leave()
    }
    return client
  }

  private noteWait(ms: number): void {
    this.meanWaitMs = averageWait(this.meanWaitMs, ms)
    this.wait.record(ms * 1000)
  }

  /** While nobody waits it costs nothing. */
  private beginHurrying(): void {
    if (this.hurrying) return
    this.queue.takeLetIn()
    this.lookedAt = performance.now()
    this.hurrying = setInterval(() => this.hurry(), this.adaptive.law.hurryEveryMs)
  }

  private hurry(): void {
    const { queue } = this
    if (queue.waiting === 0) this.stopHurrying()
    else {
      const { target, waiting } = queue
      const now = performance.now()
      // A busy event loop looks later than it meant to
      const sinceMs = now - this.lookedAt
      this.lookedAt = now
      this.aim(targetInHurry(this.adaptive.law, { target, waiting, letIn: queue.takeLetIn(), sinceMs }))
    }
  }

  private stopHurrying(): void {
    if (this.hurrying) clearInterval(this.hurrying)
    this.hurrying = null
  }

  private decide(): void {
    const { queue } = this
    // Whoever waits still has waited as long, and nobody who asked has waited for nothing
    const oldestMs = queue.oldestWaitMs()
    if (oldestMs > this.meanWaitMs) this.meanWaitMs = averageWait(this.meanWaitMs, oldestMs)
    else if (this.checkouts === 0) this.meanWaitMs = 0
    this.checkouts = 0
    const mostInUse = queue.takeMostInUse()
    this.aim(nextTarget(this.adaptive.law, { target: queue.target, meanWaitMs: this.meanWaitMs, mostInUse }))
  }

  private aim(target: number): void {
    const isFull = performance.now() < this.fullUntil
    this.queue.target = isFull ? Math.min(target, this.queue.target) : target
  }
}

type TimedQuery = pg.QueryConfig & { query_timeout: number }

function isWithoutConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === noConnectionLeft
}
