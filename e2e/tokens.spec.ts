import type { APIRequestContext, Page } from '@playwright/test'
import { pageOf } from './another-page'
import { expect, test } from './fixtures'

const table = (page: Page) => page.getByRole('table', { name: 'API tokens' })
const row = (page: Page, name: string) => table(page).getByRole('row').filter({ hasText: name })
const secretOn = (page: Page) => page.locator('code', { hasText: /^roster_/ })

async function make(page: Page, name: string, role?: 'Admin' | 'Manager' | 'User'): Promise<string> {
  await page.getByLabel('Token name').fill(name)
  if (role) await page.getByRole('group', { name: 'At most' }).getByRole('radio', { name: role }).check()
  await page.getByRole('button', { name: 'Make token' }).click()
  await expect(secretOn(page)).toBeVisible()
  return (await secretOn(page).textContent()) ?? ''
}

const ask = async (request: APIRequestContext, token: string, path = '/users?limit=1') =>
  (await request.get(`/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } })).status()

test('somebody makes a token, uses it, and revokes it', async ({ page, request, signInAs, expectEvent }) => {
  const self = await signInAs('manager')
  await page.goto('/account')
  await expect(page.getByText('You have none.')).toBeVisible()
  const token = await make(page, 'Nightly report')
  expect(await ask(request, token)).toBe(200)
  await expect(row(page, 'Nightly report')).toContainText('Manager')
  await expectEvent(self.id, { action: 'token.created' })

  await page.getByRole('link', { name: 'Done' }).click()
  await expect(page.getByLabel('Token name')).toBeVisible()
  expect(await page.content()).not.toContain(token)
  await page.reload()
  expect(await page.content()).not.toContain(token)
  await expect(row(page, 'Nightly report')).toContainText('just now')

  await row(page, 'Nightly report').getByRole('button', { name: 'Revoke the token Nightly report' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Revoke “Nightly report”?' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await ask(request, token)).toBe(200)
  await row(page, 'Nightly report').getByRole('button').click()
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('status')).toHaveText('The token was revoked.')
  await expect(page.getByText('You have none.')).toBeVisible()
  expect(await ask(request, token)).toBe(401)
  await expectEvent(self.id, { action: 'token.revoked' })
})

test('the secret is sent once, and never back', async ({ page, signInAs }) => {
  await signInAs('user')
  await page.goto('/account')
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  const token = await make(page, 'First')
  await page.getByRole('link', { name: 'Done' }).click()
  const other = await make(page, 'Second')
  await row(page, 'First').getByRole('button').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(table(page).getByRole('row')).toHaveCount(2)
  expect(sent.filter((body) => body.includes(token) || body.includes(other))).toEqual([])
})

test('a token can be less than its owner, and is asked as what it is', async ({ page, request, signInAs }) => {
  await signInAs('admin')
  await page.goto('/account')
  const token = await make(page, 'Reader', 'Manager')
  expect(await ask(request, token, '/events')).toBe(403)
  expect(await ask(request, token)).toBe(200)
})

test('what is wrong is said at its field', async ({ page, signInAs }) => {
  await signInAs('user')
  await page.goto('/account')
  await page.getByLabel('Ends after days').fill('400')
  await page.getByRole('button', { name: 'Make token' }).click()
  await expect(page.getByLabel('Token name')).toHaveAccessibleDescription(/Enter a name/)
  await expect(page.getByLabel('Ends after days')).toHaveAccessibleDescription(/Enter at most 366 days/)
  await expect(page.getByLabel('Ends after days')).toHaveValue('400')
  await expect(page.getByRole('group', { name: 'At most' })).toHaveCount(0)
})

test('administrators see and revoke the tokens of all; others find no such page', async ({
  page,
  request,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  const owner = await createUser({ role: 'user' })
  const theirs = await pageOf(browser, owner, baseURL)
  await theirs.goto('/account')
  const name = `Job of ${owner.name}`
  const token = await make(theirs, name)

  await signInAs('manager')
  expect((await page.goto('/settings'))?.status()).toBe(404)
  await signInAs('admin')
  await page.goto('/settings')
  await expect(row(page, name).getByRole('link', { name: owner.name })).toHaveAttribute('href', `/users/${owner.id}`)
  expect(await ask(request, token, `/users/${owner.id}`)).toBe(200)
  await row(page, name).getByRole('button').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('status')).toHaveText('The token was revoked.')
  await expect(row(page, name)).toHaveCount(0)
  expect(await ask(request, token, `/users/${owner.id}`)).toBe(401)
})

test('the page is accessible with tokens and with a new one', async ({ page, signInAs, expectAccessible }) => {
  await signInAs('admin')
  await page.goto('/account')
  await make(page, 'Nightly report')
  await expectAccessible()
  await page.getByRole('link', { name: 'Done' }).click()
  await row(page, 'Nightly report').getByRole('button').click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await expectAccessible()
  await page.goto('/settings')
  await expectAccessible()
})

test('the description of the API is accessible, and fits a phone', async ({ page, expectAccessible }) => {
  // The longest page there is, and all of it is looked at in both themes
  test.slow()
  await page.goto('/api/v1/docs')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The API of Roster')
  await expectAccessible()
  await page.setViewportSize({ width: 375, height: 700 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a token is made, shown once, and revoked', async ({ page, request, signInAs }) => {
    await signInAs('manager')
    await page.goto('/account')
    const token = await make(page, 'Nightly report')
    expect(await ask(request, token)).toBe(200)
    expect((await page.content()).match(/<input[^>]*roster_/)).toBeNull()
    await page.getByRole('link', { name: 'Done' }).click()
    await expect(page.getByLabel('Token name')).toBeVisible()
    expect(await page.content()).not.toContain(token)
    await row(page, 'Nightly report').getByRole('button').click()
    await expect(page.getByText('You have none.')).toBeVisible()
    expect(await ask(request, token)).toBe(401)
  })
})
