import type { Caller } from '@/server/caller'
import { AppError } from '@/server/errors'

type Waiting = { since: number; enter(): void; refuse(error: AppError): void }

/** Places for those who use something there is a limited number of, and the queue before them: first come, first served. */
export class CheckoutQueue {
  private readonly queue = new Set<Waiting>()
  private used = 0
  private mostUsed = 0
  private letInCount = 0
  private most: number

  constructor(target: number) {
    this.most = target
  }

  get inUse(): number {
    return this.used
  }

  get waiting(): number {
    return this.queue.size
  }

  /** How many may be in at once. With fewer than there are, nobody is put out. */
  get target(): number {
    return this.most
  }

  set target(most: number) {
    this.most = most
    this.letIn()
  }

  /** Whether there was a place at once. */
  enter(): boolean {
    if (this.used >= this.most || this.queue.size > 0) return false
    this.used++
    this.mostUsed = Math.max(this.mostUsed, this.used)
    return true
  }

  /** Fails with `unavailable` at the deadline (as of `performance.now()`), or as soon as the caller leaves. */
  wait(deadline: number, caller: Caller | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        this.queue.delete(waiting)
        clearTimeout(timer)
        stopListening?.()
      }
      const waiting: Waiting = {
        since: performance.now(),
        enter: () => {
          end()
          resolve()
        },
        refuse: (error) => {
          end()
          reject(error)
        },
      }
      const timer = setTimeout(() => waiting.refuse(tooLong()), Math.max(0, deadline - performance.now()))
      const stopListening = caller?.onLeave(() => waiting.refuse(callerLeft()))
      this.queue.add(waiting)
    })
  }

  /** Whoever was let in calls this once. */
  leave(): void {
    this.used--
    this.letIn()
  }

  refuseAll(reason: () => AppError): void {
    for (const waiting of this.queue) waiting.refuse(reason())
  }

  oldestWaitMs(): number {
    const [oldest] = this.queue
    return oldest ? performance.now() - oldest.since : 0
  }

  /** The most that were in at once since the last time. */
  takeMostInUse(): number {
    const most = this.mostUsed
    this.mostUsed = this.used
    return most
  }

  /** How many who waited were let in since the last time. */
  takeLetIn(): number {
    const count = this.letInCount
    this.letInCount = 0
    return count
  }

  private letIn(): void {
    for (const waiting of this.queue) {
      if (this.used >= this.most) return
      this.used++
      this.mostUsed = Math.max(this.mostUsed, this.used)
      this.letInCount++
      waiting.enter()
    }
  }
}

export function callerLeft(): AppError {
  return new AppError('unavailable', 'Nobody waits for this any more.')
}

function tooLong(): AppError {
  return new AppError(
    'unavailable',
    'The database has more to do than it can do right now. Nothing was changed. Try again in a few seconds.',
    {},
    { retryAfterSeconds: 2 },
  )
}
