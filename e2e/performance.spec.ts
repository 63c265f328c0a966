import type { Page, Request } from '@playwright/test'
import { baseURL } from './console-api'
import { expect, test } from './fixtures'

const status = (page: Page) => page.getByRole('main').getByRole('status')
const chart = (page: Page, title: string) => page.getByRole('img', { name: new RegExp(`^${title},`) })
const sentence = async (page: Page, title: string) => (await chart(page, title).getAttribute('aria-label')) ?? ''
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

const numberIn = (text: string | null) => Number(/[\d,]+$/.exec(text ?? '')?.[0].replaceAll(',', ''))

/** Opens the page and waits until it lives. */
async function open(page: Page, query = '') {
  await page.goto(`/performance${query}`)
  await expect(page.getByRole('heading', { name: 'Performance', level: 1 })).toBeVisible()
  await expect(status(page)).toHaveText('Live, each second')
}

/** Real requests at the front door, as fast as they are answered. */
async function burst(page: Page, count: number) {
  for (let done = 0; done < count; done += 25) {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => page.request.get('/api/v1/users?limit=1', { maxRetries: 2 })),
    )
    expect(answers.every((answer) => answer.ok())).toBe(true)
  }
}

/** Drags over the charts, from one part of their width to another. */
async function drag(page: Page, from: number, to: number) {
  const box = await chart(page, 'Requests').boundingBox()
  if (!box) throw new Error('There is no chart')
  await page.mouse.move(box.x + box.width * from, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * ((from + to) / 2), box.y + box.height / 2)
  await page.mouse.move(box.x + box.width * to, box.y + box.height / 2)
  await page.mouse.up()
}

test('an administrator sees a burst of traffic appear', { tag: '@smoke' }, async ({ page, signInAs }) => {
  test.slow()
  await signInAs('admin')
  await open(page, '?range=5m')
  await burst(page, 150)
  await expect
    .poll(async () =>
      Number(/highest ([\d,.]+) a second/.exec(await sentence(page, 'Requests'))?.[1]?.replace(',', '')),
    )
    .toBeGreaterThan(20)
  await expect(chart(page, 'Response time')).toHaveAttribute('aria-label', /highest [\d.]+ m?s at \d\d:\d\d:\d\d/)

  const routes = page.getByRole('table', { name: 'Slowest routes' })
  // Others use the console at the same time, and slower routes come first
  const showAll = page.getByRole('button', { name: /^Show all/ })
  await expect(routes).toBeVisible()
  if (await showAll.isVisible()) await showAll.click()
  const row = routes.getByRole('row', { name: /GET \/api\/v1\/users / })
  await expect
    .poll(async () => numberIn(await row.getByRole('cell').nth(1).textContent()), { timeout: 20_000 })
    .toBeGreaterThanOrEqual(150)
})

test('the figures are there with the page, before any script asks for them', async ({ page, signInAs }) => {
  await signInAs('admin')
  const begunAt = Date.now()
  const answer = await page.request.get('/performance', { headers: { 'sec-fetch-dest': 'document' } })
  expect(await answer.text()).toMatch(/Memory<\/h2>.{0,200}?\d+<small[^>]*>MB/s)
  expect(Date.now() - begunAt).toBeLessThan(2000)
})

test('the range stands in the address, and Back leads to the one before', async ({ page, signInAs }) => {
  await signInAs('admin')
  await open(page)
  await expect(page.getByRole('radio', { name: '1 h' })).toBeChecked()
  await page.getByText('24 h', { exact: true }).click()
  await expect(page).toHaveURL(/range=24h/)
  await expect(page.getByText('last 24 hours')).toBeVisible()
  await page.getByText('30 d', { exact: true }).click()
  await expect(page).toHaveURL(/range=30d/)
  await page.goBack()
  await expect(page.getByRole('radio', { name: '24 h' })).toBeChecked()
  await page.goBack()
  await expect(page).toHaveURL('/performance')
  await expect(page.getByRole('radio', { name: '1 h' })).toBeChecked()
  await expect(status(page)).toHaveText('Live, each second')
})

test('a drag over the charts looks closer, and out again', async ({ page, signInAs }) => {
  await signInAs('admin')
  await open(page, '?range=5m')
  await drag(page, 0.5, 0.9)
  await expect(page).toHaveURL(/from=\d+&to=\d+/)
  const [from, to] = [Number(param(page, 'from')), Number(param(page, 'to'))]
  expect(to - from).toBeGreaterThan(100)
  expect(to - from).toBeLessThan(140)
  await expect(status(page)).toHaveText(/^\d\d:\d\d:\d\d to \d\d:\d\d:\d\d$/)
  await expect(page.getByText('in the part you see')).toBeVisible()

  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect.poll(() => Number(param(page, 'to')) - Number(param(page, 'from'))).toBeLessThan((to - from) * 0.6)
  await page.goBack()
  await expect.poll(() => param(page, 'from')).toBe(String(from))
  await page.getByRole('button', { name: 'Zoom out' }).click()
  await expect(page).toHaveURL('/performance?range=5m')
  await expect(status(page)).toHaveText('Live, each second')
})

test('paused, the charts stand still; resumed, nothing is missing and nothing is there twice', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin')
  await open(page, '?range=5m')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(status(page)).toHaveText(/^Paused since \d\d:\d\d:\d\d$/)
  const before = await sentence(page, 'Requests')
  await burst(page, 100)
  await expect.poll(() => seconds(page, before), { intervals: [500] }).toBeGreaterThan(3)
  expect(await sentence(page, 'Requests')).toBe(before)

  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(status(page)).toHaveText('Live, each second')
  await expect.poll(() => sentence(page, 'Requests')).not.toBe(before)
  await expect.poll(() => stepsOf(page)).toEqual(Array.from({ length: 11 }, () => 1))
})

/** The distances in seconds between the twelve newest points, as the table tells them. */
async function stepsOf(page: Page): Promise<number[]> {
  await page.getByRole('button', { name: 'Show Requests as table' }).click()
  const table = page.getByRole('table', { name: 'Requests' })
  const times = await table.getByRole('row').locator('td:first-child').allTextContents()
  await page.keyboard.press('Escape')
  const newest = times.slice(0, 12).map((text) => Date.parse(`2026-01-01T${text}Z`) / 1000)
  return newest.slice(1).map((at, index) => ((newest[index] ?? 0) - at + 86_400) % 86_400)
}

/** How long ago, by the clock of the page, the stretch of this sentence ended. */
async function seconds(page: Page, words: string): Promise<number> {
  const [hours = 0, minutes = 0, rest = 0] = (/ to (\d\d):(\d\d):(\d\d)/.exec(words)?.slice(1) ?? []).map(Number)
  const now = await page.evaluate(() => new Date().toTimeString().slice(0, 8).split(':').map(Number))
  return (now[0] ?? 0) * 3600 + (now[1] ?? 0) * 60 + (now[2] ?? 0) - (hours * 3600 + minutes * 60 + rest)
}

test('every chart can be read as a table', async ({ page, signInAs }) => {
  await signInAs('admin')
  await open(page, '?range=5m')
  for (const title of ['Requests', 'Response time', 'Errors', 'Event loop delay', 'Memory', 'Database connections']) {
    await page.getByRole('button', { name: `Show ${title} as table` }).click()
    const table = page.getByRole('table', { name: title })
    await expect(table.getByRole('caption')).toContainText('newest first')
    await expect(table.getByRole('columnheader').first()).toHaveText('Time')
    await expect(table.getByRole('row').nth(1).getByRole('cell').first()).toHaveText(/^\d\d:\d\d:\d\d$/)
    await page.keyboard.press('Escape')
    await expect(table).toBeHidden()
  }
  await page.getByRole('button', { name: 'Show Memory as table' }).click()
  const first = page.getByRole('table', { name: 'Memory' }).getByRole('row').nth(1)
  await expect(first.getByRole('cell').nth(1)).toHaveText(/^[\d.]+ [MG]B$/)
})

test('the crosshair moves by keys and says every figure of its moment', async ({ page, signInAs }) => {
  await signInAs('admin')
  await open(page, '?range=5m')
  const moment = page.getByRole('slider', { name: 'Moment' })
  await moment.focus()
  await page.keyboard.press('End')
  await expect(moment).toHaveAttribute(
    'aria-valuetext',
    /^\d\d:\d\d:\d\d: Requests .*Memory resident [\d.]+ MB.* of \d+/,
  )
  const end = Number(await moment.getAttribute('aria-valuenow'))
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  const here = Number(await moment.getAttribute('aria-valuenow'))
  expect(end - here).toBeGreaterThanOrEqual(1)
  await page.keyboard.press('Escape')
  await expect(moment).not.toBeFocused()
})

test('sorted by a heading', async ({ page, signInAs }) => {
  await signInAs('admin')
  await open(page, '?range=5m')
  const table = page.getByRole('table', { name: 'Slowest routes' })
  await expect(table.getByRole('columnheader', { name: 'p99' })).toHaveAttribute('aria-sort', 'descending')
  await table.getByRole('button', { name: 'Route' }).click()
  await expect(table.getByRole('columnheader', { name: 'Route' })).toHaveAttribute('aria-sort', 'ascending')
  const names = (await table.getByRole('row').locator('td:first-child').allTextContents()).map((text) =>
    text.replace(/^[A-Z]+\s*/, ''),
  )
  expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'en')))
})

test('while Roster does not answer, the charts stay and say since when', async ({ page, signInAs }) => {
  test.slow()
  await signInAs('admin')
  await open(page, '?range=5m')
  await page.route('**/api/performance/stream*', (route) => route.abort())
  await page.route('**/api/v1/performance*', (route) =>
    route.fulfill({ status: 503, json: { detail: 'The database is away.', requestId: 'req-42' } }),
  )
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The database is away' })).toContainText('req-42')
  await expect(status(page)).toHaveText(/^No figures since \d\d:\d\d:\d\d$/)
  await expect(chart(page, 'Memory')).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The database is away' })).toContainText('req-42')

  // Once it answers again, the page goes on by itself
  await page.unroute('**/api/performance/stream*')
  await page.unroute('**/api/v1/performance*')
  await expect(status(page)).toHaveText('Live, each second', { timeout: 40_000 })
  await expect(page.getByRole('alert').filter({ hasText: 'The database is away' })).toBeHidden({ timeout: 15_000 })
  await expect.poll(() => stepsOf(page)).toEqual(Array.from({ length: 11 }, () => 1))
})

for (const role of ['manager', 'user'] as const) {
  test(`a ${role} is refused the page, its figures and its stream`, async ({ page, signInAs }) => {
    await signInAs(role)
    const answer = await page.goto('/performance')
    expect(answer?.status()).toBe(404)
    await expect(page.getByRole('heading', { name: 'Performance' })).toBeHidden()
    await expect(page.getByRole('link', { name: 'Performance' })).toHaveCount(0)
    for (const path of ['/api/v1/performance', '/api/performance/stream?range=5m']) {
      expect((await page.request.get(path)).status(), path).toBe(403)
    }
  })
}

test('nobody who is not signed in gets figures or a stream', async ({ request }) => {
  for (const path of ['/api/v1/performance', '/api/performance/stream']) {
    expect((await request.get(`${baseURL()}${path}`)).status(), path).toBe(401)
  }
})

for (const width of [1440, 1024, 375]) {
  test(`the page is accessible and fits ${width} pixels`, async ({ page, signInAs, expectAccessible }) => {
    test.slow()
    await signInAs('admin')
    await page.setViewportSize({ width, height: 900 })
    await open(page, '?range=5m')
    await expectAccessible()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
}

test('the table of a chart is accessible', async ({ page, signInAs, expectAccessible }) => {
  test.slow()
  await signInAs('admin')
  await open(page, '?range=5m')
  await drag(page, 0.9, 1)
  await page.getByRole('button', { name: 'Show Response time as table' }).click()
  await expect(page.getByRole('table', { name: 'Response time' })).toBeVisible()
  await expectAccessible()
})

test('while nobody looks nothing is told; then it goes on without a gap', async ({ page, signInAs }) => {
  await signInAs('admin')
  const streams: string[] = []
  let ended = 0
  page.on('request', (request) => {
    if (request.url().includes('/api/performance/stream')) streams.push(request.url())
  })
  const count = (request: Request) => {
    if (request.url().includes('/api/performance/stream')) ended++
  }
  page.on('requestfailed', count)
  page.on('requestfinished', count)
  await open(page, '?range=5m')
  await look(page, false)
  await expect.poll(() => streams.length - ended).toBe(0)
  const before = await sentence(page, 'Memory')
  await expect.poll(() => seconds(page, before), { intervals: [500] }).toBeGreaterThan(3)

  await look(page, true)
  await expect.poll(() => streams.length - ended).toBe(1)
  expect(Number(new URL(streams.at(-1) ?? '').searchParams.get('after'))).toBeGreaterThan(0)
  await expect.poll(() => sentence(page, 'Memory')).not.toBe(before)
  await expect.poll(() => stepsOf(page)).toEqual(Array.from({ length: 11 }, () => 1))
})

/** As if another tab came to the front, or this one back. */
async function look(page: Page, isInSight: boolean) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, !isInSight)
}

test('an instance that tells nothing has no figures, and one press leads back to all', async ({ page, signInAs }) => {
  await signInAs('admin')
  await page.goto('/performance?range=5m&instance=gone')
  await expect(page.getByRole('heading', { name: 'No figures yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear Instance' }).click()
  await expect(page).toHaveURL('/performance?range=5m')
  await expect(chart(page, 'Memory')).toBeVisible()
  await expect(status(page)).toHaveText('Live, each second')
})
