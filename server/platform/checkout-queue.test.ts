import { describe, expect, test } from 'vitest'
import type { Caller } from '@/server/caller'
import { CheckoutQueue } from '@/server/platform/checkout-queue'

const soon = (ms = 1000) => performance.now() + ms

function caller() {
  const works = new Set<() => void>()
  const it: Caller = {
    hasLeft: false,
    onLeave: (work) => {
      works.add(work)
      return () => works.delete(work)
    },
  }
  return { it, listeners: () => works.size, leave: () => [...works].forEach((work) => void work()) }
}

describe('a queue for places', () => {
  test('lets in as many as there are places, and the others in the order in which they came', async () => {
    const queue = new CheckoutQueue(2)
    expect([queue.enter(), queue.enter(), queue.enter()]).toEqual([true, true, false])
    const order: number[] = []
    const all = [1, 2, 3].map((each) => queue.wait(soon(), undefined).then(() => order.push(each)))
    for (let round = 0; round < 3; round++) queue.leave()
    await Promise.all(all)
    expect(order).toEqual([1, 2, 3])
    expect([queue.inUse, queue.waiting]).toEqual([2, 0])
  })

  test('nobody overtakes those who wait', async () => {
    const queue = new CheckoutQueue(1)
    queue.enter()
    const first = queue.wait(soon(), undefined)
    queue.leave()
    await first
    const second = queue.wait(soon(), undefined)
    expect(queue.enter()).toBe(false)
    queue.leave()
    await second
  })

  test('is left at the deadline, and the place of the one who gave up is nobody’s', async () => {
    const queue = new CheckoutQueue(1)
    queue.enter()
    const failure = await queue.wait(soon(30), undefined).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 })
    expect(queue.waiting).toBe(0)
    queue.leave()
    expect([queue.inUse, queue.enter()]).toEqual([0, true])
  })

  test('is left at once when the caller goes away, and listens to nobody afterwards', async () => {
    const queue = new CheckoutQueue(1)
    queue.enter()
    const [leaving, staying] = [caller(), caller()]
    const gone = queue.wait(soon(60_000), leaving.it)
    const served = queue.wait(soon(), staying.it)
    leaving.leave()
    await expect(gone).rejects.toMatchObject({ code: 'unavailable' })
    queue.leave()
    await served
    expect([queue.inUse, queue.waiting, leaving.listeners(), staying.listeners()]).toEqual([1, 0, 0, 0])
  })

  test('lets in more at once when there are more places, and puts nobody out when there are fewer', async () => {
    const queue = new CheckoutQueue(1)
    queue.enter()
    const waiting = [queue.wait(soon(), undefined), queue.wait(soon(), undefined)]
    queue.target = 3
    await Promise.all(waiting)
    queue.target = 1
    expect(queue.inUse).toBe(3)
    for (let round = 0; round < 2; round++) queue.leave()
    expect(queue.enter()).toBe(false)
  })

  test('knows the most that were in at once since it was last asked', () => {
    const queue = new CheckoutQueue(5)
    for (let round = 0; round < 3; round++) queue.enter()
    queue.leave()
    expect([queue.takeMostInUse(), queue.takeMostInUse()]).toEqual([3, 2])
  })
})
