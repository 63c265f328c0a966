import { describe, expect, test } from 'vitest'
import { LoadGate } from './load-gate'

const options = { start: 4, least: 2, most: 20, waitMs: 500, lineLeast: 4 }
const stays = () => false

describe('the gate', () => {
  test('lets so many through, stands others in line, and refuses whoever would not be served in time', async () => {
    const gate = new LoadGate(options)
    const entered = Array.from({ length: 10 }, () => gate.enter(0, stays))
    expect(entered.slice(0, 4)).toEqual([true, true, true, true])
    expect(entered.slice(8)).toEqual([false, false])
    expect(gate.figures).toEqual({ limit: 4, inside: 4, waiting: 4 })
    gate.leave(10)
    expect(await entered[4]).toBe(true)
    expect(gate.figures).toEqual({ limit: 4, inside: 4, waiting: 3 })
  })

  test('has a line as long as what is served within the time', () => {
    const gate = new LoadGate(options)
    for (let second = 0; second < 40; second++) {
      for (let each = 0; each < 10; each++) {
        gate.enter(second * 50, stays)
        gate.leave(second * 50)
      }
      gate.adjust(0, 50, second * 50)
    }
    // 200 a second: a hundred in half of one
    const entered = Array.from({ length: 200 }, () => gate.enter(2000, stays))
    expect(entered.filter((each) => each !== false).length).toBeGreaterThan(90)
    expect(entered.filter((each) => each !== false).length).toBeLessThan(110)
  })

  test('refuses whoever has stood for too long, also when nobody leaves, and forgets whoever went away', async () => {
    const gate = new LoadGate({ ...options, start: 1, most: 1, least: 1 })
    gate.enter(0, stays)
    const late = gate.enter(0, stays)
    gate.adjust(0, 50, 2001)
    expect(await late).toBe(false)
    const gone = gate.enter(2001, () => true)
    gate.leave(2002)
    expect(await gone).toBe(false)
    expect(gate.figures).toEqual({ limit: 1, inside: 0, waiting: 0 })
  })

  test('has more patience with a crowd of a moment than with one that stays', async () => {
    const gate = new LoadGate({ ...options, start: 1, most: 1, least: 1 })
    gate.enter(0, stays)
    const first = gate.enter(0, stays)
    gate.adjust(0, 50, 1900)
    const second = gate.enter(1900, stays)
    gate.leave(1950)
    expect(await first, 'after 1.95 s').toBe(true)
    // Somebody has stood there for two seconds on end: half of one has to do
    gate.adjust(0, 50, 2401)
    expect(await second).toBe(false)
  })

  test('narrows while the event loop is late, and widens while it is not and somebody stands in line', () => {
    const gate = new LoadGate(options)
    for (let each = 0; each < 5; each++) gate.enter(0, stays)
    for (let round = 0; round < 10; round++) gate.adjust(100, 50, 0)
    expect(gate.figures.limit).toBe(2)
    for (let round = 0; round < 60; round++) gate.adjust(0, 50, 0)
    expect(gate.figures.limit).toBeGreaterThan(2)
  })

  test('stays as it is while nobody stands in line', () => {
    const gate = new LoadGate(options)
    for (let round = 0; round < 60; round++) gate.adjust(0, 50, 0)
    expect(gate.figures.limit).toBe(4)
  })
})
