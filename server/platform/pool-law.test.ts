import { describe, expect, test } from 'vitest'
import { averageWait, nextTarget, type PoolLaw, targetInHurry, usualLaw } from '@/server/platform/pool-law'

const law: PoolLaw = { min: 4, max: 20, ...usualLaw }
const quick = { meanWaitMs: 0 }
const slow = { meanWaitMs: 101 }

describe('the number of connections', () => {
  test('grows by two while the mean wait is above 100 ms, up to the most', () => {
    const grown = [4]
    for (let round = 0; round < 10; round++)
      grown.push(nextTarget(law, { target: grown.at(-1) ?? 0, mostInUse: 4, ...slow }))
    expect(grown).toEqual([4, 6, 8, 10, 12, 14, 16, 18, 20, 20, 20])
  })

  test('stays at a mean of 100 ms', () => {
    expect(nextTarget(law, { target: 10, meanWaitMs: 100, mostInUse: 10 })).toBe(10)
  })

  test('shrinks by one when less than 30 % were in use, down to the fewest', () => {
    expect(nextTarget(law, { target: 10, mostInUse: 3, ...quick })).toBe(10)
    expect(nextTarget(law, { target: 10, mostInUse: 2, ...quick })).toBe(9)
    expect(nextTarget(law, { target: 4, mostInUse: 0, ...quick })).toBe(4)
  })

  test('doubles at once when nobody moves in the queue, or so slowly that it would take more than 100 ms', () => {
    expect(targetInHurry(law, { target: 4, waiting: 1, letIn: 0, sinceMs: 20 })).toBe(8)
    expect(targetInHurry(law, { target: 8, waiting: 51, letIn: 10, sinceMs: 20 })).toBe(16)
    expect(targetInHurry(law, { target: 16, waiting: 51, letIn: 10, sinceMs: 20 })).toBe(20)
  })

  test('knows that a look may come late', () => {
    expect(targetInHurry(law, { target: 4, waiting: 50, letIn: 40, sinceMs: 200 })).toBe(8)
    expect(targetInHurry(law, { target: 4, waiting: 50, letIn: 40, sinceMs: 20 })).toBe(4)
  })

  test('stays while the queue moves fast, however long it is', () => {
    expect(targetInHurry(law, { target: 4, waiting: 500, letIn: 100, sinceMs: 20 })).toBe(4)
  })

  test('comes back between its bounds when these move', () => {
    expect(nextTarget({ ...law, max: 6 }, { target: 10, mostInUse: 10, ...quick })).toBe(6)
    expect(nextTarget({ ...law, min: 8 }, { target: 4, mostInUse: 4, ...quick })).toBe(8)
  })
})

test('one wait of a second is forgotten after a few short ones', () => {
  let mean = averageWait(0, 2000)
  expect(mean).toBeCloseTo(200)
  for (let round = 0; round < 7; round++) mean = averageWait(mean, 0)
  expect(mean).toBeLessThan(100)
})
