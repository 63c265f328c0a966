import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { type LoadFigures, type LoadOptions, makeLoad, servedOf } from '@/bench/load'
import { takeFigures } from '@/server/measure'
import { openDoor } from './door-fixture'
import type { Handler } from './front-door'

// Five times what this machine can do, as it is at this moment: all is in ratios to what it did just before

/** As Next does: 5 ms of the processor, in pieces between which others have their turn. */
const page: Handler = async (_request, response) => {
  for (let piece = 0; piece < 5; piece++) {
    const until = performance.now() + 1
    while (performance.now() < until);
    await nextTurn()
  }
  response.setHeader('Content-Type', 'text/html')
  response.end('<p>page</p>')
}

type Seen = { peak: number; flood: LoadFigures; good: number; after: number; shed: number }

async function flood(isShedding: boolean): Promise<Seen> {
  const { door, port } = await openDoor({ pages: page, isShedding })
  const load = (options: Partial<LoadOptions>) =>
    makeLoad({ port, path: '/users', connections: 8, seconds: 3, ...options })
  await load({ seconds: 1 })
  const peak = servedOf(await load({})) / 3
  takeFigures()
  const seconds = 8
  const flooded = await load({ perSecond: peak * 5, connections: 600, seconds })
  const shed = takeFigures().counters['http.shed'] ?? 0
  const after = await normalAgain(() => load({ seconds: 2 }), peak)
  await door.drain(1000)
  return { peak, flood: flooded, good: flooded.good / seconds, after, shed }
}

/** What is served a second, as soon as it is as much as before; at most for the 10 s that it may take. */
async function normalAgain(load: () => Promise<LoadFigures>, peak: number): Promise<number> {
  let after = 0
  for (let tries = 0; tries < 5 && after < 0.7 * peak; tries++) after = servedOf(await load()) / 2
  return after
}

let withIt: Seen
let without: Seen
beforeAll(async () => {
  withIt = await flood(true)
  without = await flood(false)
}, 90_000)

describe('five times too much load', () => {
  test('leaves at least 70 % of the peak, in time', () => {
    expect(withIt.good / withIt.peak).toBeGreaterThan(0.7)
    expect(withIt.flood.p99Ms).toBeLessThan(1500)
  })

  test('is refused with the time to come back', () => {
    const refused = withIt.flood.answers['503'] ?? 0
    expect(refused).toBeGreaterThan(withIt.peak * 8)
    expect(withIt.flood.withRetryAfter).toBe(refused)
    expect(withIt.shed).toBeGreaterThanOrEqual(refused)
    expect(Object.keys(withIt.flood.answers).sort()).toEqual(['200', '503'])
  })

  test('is over when it is over', () => {
    expect(withIt.after / withIt.peak).toBeGreaterThan(0.7)
  })

  test('would leave nothing without the shedder: nobody would be served in time', () => {
    expect(without.good / without.peak).toBeLessThan(withIt.good / withIt.peak / 2)
    expect(without.flood.p99Ms).toBeGreaterThan(2 * withIt.flood.p99Ms)
    expect(without.shed).toBe(0)
  })
})
