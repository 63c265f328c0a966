import type { Page } from '@playwright/test'
import { askApi } from './console-api'
import { expect, test } from './fixtures'

// The rules are those of the whole console, so these tests go one after another and put back what they set
test.describe.configure({ mode: 'default' })

const rule = (page: Page) => page.getByRole('form', { name: 'Response time' })
const banner = (page: Page) => page.getByRole('region', { name: 'Open alerts' })

async function setRule(page: Page, threshold: string, forSeconds: string) {
  await page.goto('/settings/alerts')
  await rule(page).getByLabel('Over, ms').fill(threshold)
  await rule(page).getByLabel('For seconds').fill(forSeconds)
  await page.getByRole('button', { name: 'Save Response time' }).click()
  await expect(page.getByRole('status')).toHaveText('Response time was saved.')
}

test.afterAll(async () => {
  const { version } = await askApi<{ version: number }>('GET', '/alert-rules/p99')
  const defaults = { threshold: 1000, forSeconds: 120, severity: 'warning', isOn: true }
  await askApi('PATCH', '/alert-rules/p99', defaults, version)
})

test('an alert fires, is acknowledged, ends, and stays in the history', async ({ page, signInAs }) => {
  test.slow()
  const { name } = await signInAs('admin')
  await setRule(page, '0.01', '1')
  await page.goto('/performance')
  // The page asks by itself: it comes without a reload
  await expect(banner(page)).toContainText(/Response time has been over 0.01 ms for .*when it fired/, {
    timeout: 30_000,
  })
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('1 alert')
  await page.getByRole('button', { name: 'Acknowledge Response time' }).click()
  await expect(banner(page)).toHaveCount(0)
  await expect(page.getByRole('navigation', { name: 'Main' })).not.toContainText('alert')
  const newest = page.getByRole('table', { name: 'Alerts' }).getByRole('row').nth(1)
  await expect(newest).toContainText('Response time over 0.01 ms')
  await expect(newest).toContainText(name)
  await expect(newest).toContainText('Still open')

  await setRule(page, '60000', '1')
  await page.goto('/performance')
  await expect(newest).toContainText('After ', { timeout: 30_000 })
  await expect(newest).toContainText(name)
})

test('a rule is silenced, heard again and tested', async ({ page, signInAs }) => {
  await signInAs('admin')
  await page.goto('/settings/alerts')
  await page.getByRole('button', { name: 'Silence Memory 8 h' }).click()
  await expect(page.getByText('Silenced, ends in')).toBeVisible()
  await page.getByRole('button', { name: 'End the silence of Memory' }).click()
  await expect(page.getByRole('button', { name: 'Silence Memory 8 h' })).toBeVisible()
  await page.getByRole('button', { name: 'Test Memory' }).click()
  await expect(page.getByText('A test of Memory is on its way')).toBeVisible()
})

test('what does not fit is said at its field, and what was typed stays', async ({ page, signInAs }) => {
  await signInAs('admin')
  await page.goto('/settings/alerts')
  const disk = page.getByRole('form', { name: 'Free disk space' })
  await disk.getByLabel('Under, %').fill('120')
  await disk.getByLabel('For seconds').fill('0')
  await page.getByRole('button', { name: 'Save Free disk space' }).click()
  await expect(disk.getByLabel('Under, %')).toHaveAccessibleDescription(/Enter at most 100/)
  await expect(disk.getByLabel('For seconds')).toHaveAccessibleDescription(/Enter 1 second or more/)
  await expect(disk.getByLabel('Under, %')).toHaveValue('120')
})

test('a rule that somebody else changed meanwhile is a conflict that keeps what was typed', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin')
  await page.goto('/settings/alerts')
  const { version } = await askApi<{ version: number }>('GET', '/alert-rules/feed-lag')
  const theirs = 4000 + version
  await askApi('PATCH', '/alert-rules/feed-lag', { threshold: theirs }, version)
  const feed = page.getByRole('form', { name: 'Event feed behind' })
  await feed.getByLabel('Over, ms').fill('7000')
  await page.getByRole('button', { name: 'Save Event feed behind' }).click()
  await expect(feed.getByText('Somebody else changed this rule meanwhile.')).toBeVisible()
  await expect(feed.getByLabel('Over, ms')).toHaveValue('7000')
  await expect(feed.getByLabel('Over, ms')).toHaveAccessibleDescription(new RegExp(`Was ${theirs}`))
  await page.getByRole('button', { name: 'Save Event feed behind' }).click()
  await expect(page.getByRole('status')).toHaveText('Event feed behind was saved.')
})

test('a webhook is added with its secret shown once, tested, and removed', async ({ page, signInAs }) => {
  await signInAs('admin')
  await page.goto('/settings/alerts')
  await page.getByLabel('Webhook name').fill('Nobody there')
  await page.getByLabel('Address').fill('ftp://nobody.test')
  await page.getByRole('button', { name: 'Add webhook' }).click()
  await expect(page.getByLabel('Address')).toHaveAccessibleDescription(/Enter a whole address/)
  await page.getByLabel('Address').fill('http://127.0.0.1:9/')
  await page.getByRole('button', { name: 'Add webhook' }).click()
  await expect(page.getByText(/^roster_webhook_/)).toBeVisible()
  await page
    .getByRole('button', { name: 'Done' })
    .or(page.getByRole('link', { name: 'Done' }))
    .click()
  await expect(page.getByText(/^roster_webhook_/)).toBeHidden()
  await page.getByRole('button', { name: 'Test Nobody there' }).click()
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(/A test did not arrive after 1 try: .*ECONNREFUSED/)).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.getByRole('button', { name: 'Remove Nobody there' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('button', { name: 'Remove Nobody there' })).toHaveCount(0)
})

test('managers and users find no such page, and no alerts', async ({ page, signInAs }) => {
  for (const role of ['manager', 'user'] as const) {
    await signInAs(role)
    expect((await page.goto('/settings/alerts'))?.status()).toBe(404)
    expect((await page.request.get('/api/v1/alerts')).status()).toBe(403)
    await expect(banner(page)).toHaveCount(0)
  }
})

test('the page is accessible in both themes', async ({ page, signInAs, expectAccessible }) => {
  await signInAs('admin')
  await page.goto('/settings/alerts')
  await expectAccessible()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a rule is changed', async ({ page, signInAs }) => {
    await signInAs('admin')
    await page.goto('/settings/alerts')
    const pool = page.getByRole('form', { name: 'Waiting for the database' })
    await pool.getByLabel('Over, requests').fill('6')
    await page.getByRole('button', { name: 'Save Waiting for the database' }).click()
    await page.goto('/settings/alerts')
    await expect(pool.getByLabel('Over, requests')).toHaveValue('6')
  })
})
