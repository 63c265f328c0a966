import type { Page } from '@playwright/test'
import type { PerformancePoint, PerformanceView } from '@/server/performance/performance'
import { expect, test } from './fixtures'

const ticksInAll = 28_800
const ticksAtOnce = 7200
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
  let isHeld = true
  await page.route('**/api/v1/performance*', (route) => {
    const to = first.to + told
    const points = Array.from({ length: 300 }, (_, index) => point(told - 300 + index))
    return route.fulfill({ json: { ...first, from: to - 300, to, points } })
  })
  await page.route('**/api/performance/stream*', async (route) => {
    if (isHeld || told >= ticksInAll) return route.abort()
    isHeld = true
    const ticks = Array.from({ length: ticksAtOnce }, () => {
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
  for (let until = ticksAtOnce; until <= ticksInAll; until += ticksAtOnce) {
    isHeld = false
    const last = (until - 1).toLocaleString('en')
    await expect(page.getByRole('img', { name: /^Requests,/ })).toHaveAttribute(
      'aria-label',
      new RegExp(`now ${last} a second`),
      { timeout: 30_000 },
    )
    levels.push(await heapOf(page))
  }
  const growth = Math.max(...levels.slice(1)) - (levels[0] ?? 0)
  const figures = levels.map((level) => `${(level / 1e6).toFixed(2)} MB`).join(', ')
  test.info().annotations.push({ type: 'memory', description: figures })
  process.stdout.write(`JavaScript heap after each ${ticksAtOnce} ticks: ${figures}\n`)
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
