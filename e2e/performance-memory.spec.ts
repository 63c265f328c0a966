import type { Page } from '@playwright/test'
import type { PerformancePoint, PerformanceView } from '@/server/performance/performance'
import { expect, test } from './fixtures'

const ticksInAll = 28_800
/** So many before each measurement; the first ones fill the range and warm everything up. */
const portions = [600, 7200, 7200, 7200, 6600]
/** What a day's work of the engine may leave behind, such as code that got faster; a point has 400 bytes. */
const growthMax = 2 * 1024 * 1024

test('28,800 ticks leave the memory level', async ({ page, signInAs }) => {
  test.setTimeout(90_000)
  await signInAs('admin')
  const first: PerformanceView = await (await page.request.get('/api/v1/performance?range=5m')).json()
  const sample = first.points.at(-1)
  if (!sample) throw new Error('Nothing was measured yet')
  /** Each second has as many requests as its number, so that the page shows which one was the last. */
  const point = (number: number): PerformancePoint => ({
    ...sample,
    at: first.to + number,
    seconds: 1,
    requestsPerSecond: number,
    requests: number,
  })
  let told = 0
  let asked = 0
  // Answers would take the place of all points, and so hide what ticks leave behind
  await page.route('**/api/v1/performance*', () => undefined)
  await page.route('**/api/performance/stream*', async (route) => {
    const count = asked
    asked = 0
    if (count === 0) return route.abort()
    const ticks = Array.from({ length: count }, () => {
      const at = point(told++)
      return `id: ${at.at}\ndata: ${JSON.stringify({ seconds: [at], points: [at], current: at, instances: ['one'] })}\n\n`
    })
    await route.fulfill({
      headers: { 'Content-Type': 'text/event-stream' },
      body: `${ticks.join('')}event: reconnect\ndata: {}\n\n`,
    })
  })
  await page.goto('/performance?range=5m')

  const levels: number[] = []
  let until = 0
  for (const portion of portions) {
    asked = portion
    until += portion
    await expect(page.getByRole('img', { name: /^Requests,/ })).toHaveAttribute(
      'aria-label',
      new RegExp(`now ${(until - 1).toLocaleString('en')} a second`),
      { timeout: 30_000 },
    )
    levels.push(await heapOf(page))
  }
  expect(told).toBe(ticksInAll)
  const growth = Math.max(...levels.slice(1)) - (levels[0] ?? 0)
  const figures = levels.map((level) => `${(level / 1e6).toFixed(2)} MB`).join(', ')
  test.info().annotations.push({ type: 'memory', description: figures })
  process.stdout.write(`JavaScript heap after 600, 7,800, 15,000, 22,200 and 28,800 ticks: ${figures}\n`)
  expect(growth, figures).toBeLessThan(growthMax)
})

/** What is still in use once everything that can go has gone. */
async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  try {
    await devtools.send('HeapProfiler.collectGarbage')
    await devtools.send('HeapProfiler.collectGarbage')
    return (await devtools.send('Runtime.getHeapUsage')).usedSize
  } finally {
    await devtools.detach()
  }
}
