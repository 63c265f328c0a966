import { afterAll, beforeAll, expect, test } from 'vitest'
import { clock } from '@/server/clock'
import { ask, type Opened, openDoor } from './door-fixture'

const pages = { pages: async (_: unknown, response: { end: (text: string) => void }) => response.end(await later()) }
let withClock: Opened
let without: Opened
beforeAll(async () => {
  withClock = await openDoor({ ...pages, hasTestClock: true })
  without = await openDoor(pages)
})
afterAll(() => Promise.all([withClock.door.drain(1000), without.door.drain(1000)]))

/** What time it is for a page, after some waiting. */
async function later(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 20))
  return String(clock.now().getTime())
}
const secondsAhead = async ({ port }: Opened, headers: Record<string, string>) =>
  Math.round((Number((await ask(port, { headers })).body) - Date.now()) / 1000) || 0

test('a request may bring its own time, and moves nobody else’s', async () => {
  const asked: Record<string, string>[] = [{ 'x-roster-clock': '900' }, {}, { 'x-roster-clock': '-60' }]
  expect(await Promise.all(asked.map((headers) => secondsAhead(withClock, headers)))).toEqual([900, 0, -60])
})

test('without the setting it means nothing', async () => {
  expect(await secondsAhead(without, { 'x-roster-clock': '900' })).toBe(0)
  expect((await ask(without.port)).headers).not.toHaveProperty('x-roster-clock')
})

test.each(['soon', '1e99', 'NaN', '999999999'])('%s is refused', async (value) => {
  expect((await ask(withClock.port, { headers: { 'x-roster-clock': value } })).status).toBe(400)
})
