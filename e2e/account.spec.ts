import type { Page } from '@playwright/test'
import { pageOf } from './another-page'
import { expect, test } from './fixtures'
import { people, sessionCookie } from './people'

const name = (page: Page) => page.getByLabel('Name', { exact: true })
const save = (page: Page) => page.getByRole('button', { name: 'Save changes' })

test('somebody changes the own name', async ({ page, signInAs }) => {
  const self = await signInAs('user')
  await page.goto('/account')
  await expect(page.getByLabel('Email', { exact: true })).toBeDisabled()
  await name(page).fill('Ada Lovelace')
  await save(page).click()
  await expect(page.getByRole('status')).toHaveText('Your name was saved.')
  expect((await people.find(self.id)).name).toBe('Ada Lovelace')
  await name(page).fill('')
  await save(page).click()
  await expect(name(page)).toHaveAccessibleDescription(/Enter a name/)
})

test('whoever was renamed by an administrator meanwhile is told, and nothing typed is lost', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  const self = await signInAs('user', { name: 'Ada' })
  const admin = await pageOf(browser, await createUser({ role: 'admin', name: 'Amara Okafor' }), baseURL)
  await page.goto('/account')
  await admin.goto(`/users/${self.id}`)
  await name(admin).fill('Augusta Ada')
  await save(admin).click()
  await expect(admin.getByRole('status')).toHaveText('Augusta Ada was saved.')

  await name(page).fill('Ada Lovelace')
  await save(page).click()
  await expect(name(page)).toHaveAccessibleDescription(/Amara Okafor changed your name to “Augusta Ada” meanwhile/)
  await expect(name(page)).toHaveValue('Ada Lovelace')
  await save(page).click()
  await expect(page.getByRole('status')).toHaveText('Your name was saved.')
})

test('the own password is changed with the current one, and the other sessions end', async ({
  page,
  browser,
  baseURL,
  signInAs,
}) => {
  const self = await signInAs('user')
  const elsewhere = await pageOf(browser, self, baseURL)
  await page.goto('/account')
  const current = page.getByLabel('Current password', { exact: true })
  const next = page.getByLabel('New password', { exact: true })
  const change = page.getByRole('button', { name: 'Change password' })

  await current.fill('not mine at all, sorry')
  await next.fill('seventeen green bicycles')
  await change.click()
  await expect(current).toHaveAccessibleDescription(/This is not your current password/)
  await current.fill(self.password)
  await next.fill('short')
  await change.click()
  await expect(next).toHaveAccessibleDescription(/Use at least 15 characters/)

  await current.fill(self.password)
  await next.fill('seventeen green bicycles')
  await change.click()
  await expect(page.getByRole('status')).toHaveText('Your password was changed.Ended 1 other session')
  await elsewhere.goto('/account')
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account')
})

test('somebody ends an own session elsewhere, never the one in use', async ({ page, browser, baseURL, signInAs }) => {
  const self = await signInAs('manager')
  const elsewhere = await pageOf(browser, self, baseURL)
  await sessionCookie(self)
  await page.goto('/account')
  const table = page.getByRole('table', { name: 'Sessions' })
  await expect(table.getByRole('row')).toHaveCount(4)
  await expect(table.getByText('This one')).toHaveCount(1)
  await table
    .getByRole('button', { name: /^End the session/ })
    .first()
    .click()
  await expect(page.getByRole('status')).toHaveText('The session was ended.')
  await expect(table.getByRole('row')).toHaveCount(3)
  await table.getByRole('button', { name: /^End the session/ }).click()
  await expect(table.getByRole('row')).toHaveCount(2)
  await elsewhere.goto('/account')
  await expect(elsewhere).toHaveURL(/\/sign-in/)
})

test('the theme is chosen and kept', async ({ page, signInAs }) => {
  await signInAs('user')
  await page.goto('/account')
  await page.getByRole('radio', { name: 'Dark' }).check()
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
})

test('the page is accessible in both themes', async ({ page, signInAs, expectAccessible }) => {
  await signInAs('user')
  await page.goto('/account')
  await expectAccessible()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('name and password are changed', async ({ page, browser, signInAs }) => {
    const self = await signInAs('user')
    await page.goto('/account')
    await name(page).fill('Ada Lovelace')
    await save(page).click()
    await page.reload()
    await expect(name(page)).toHaveValue('Ada Lovelace')
    await page.getByLabel('Current password', { exact: true }).fill(self.password)
    await page.getByLabel('New password', { exact: true }).fill('seventeen green bicycles')
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByLabel('Current password', { exact: true })).toHaveValue('')

    const own = await (await browser.newContext()).newPage()
    await own.goto('/sign-in')
    await own.getByLabel('Email').fill(self.email)
    await own.getByLabel('Password', { exact: true }).fill('seventeen green bicycles')
    await own.getByRole('button', { name: 'Sign in' }).click()
    await expect(own).toHaveURL(/\/account$/)
  })
})
