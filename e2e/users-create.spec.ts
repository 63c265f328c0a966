import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { pageOf } from './another-page'
import { expect, expectRow, test } from './fixtures'

const someAddress = () => `new.${randomUUID().slice(0, 8)}@roster.test`

async function fillIn(page: Page, entry: { name: string; email: string; password?: string }) {
  await page.getByLabel('Name', { exact: true }).fill(entry.name)
  await page.getByLabel('Email', { exact: true }).fill(entry.email)
  if (entry.password !== undefined) await page.getByLabel('Password', { exact: true }).fill(entry.password)
}
const create = (page: Page) => page.getByRole('button', { name: 'Create user' }).click()

test('an administrator makes a manager, who is asked for a password of their own', async ({
  page,
  browser,
  signInAs,
}) => {
  await signInAs('admin')
  const email = someAddress()
  const password = 'seventeen green bicycles'
  await page.goto('/users')
  await page.getByRole('link', { name: 'New user' }).click()
  await fillIn(page, { name: 'Ada Lovelace', email, password })
  await page.getByRole('radio', { name: 'Manager' }).check()
  await create(page)

  await expect(page.getByRole('status')).toHaveText('Ada Lovelace was created.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace')
  await expect(page).toHaveURL(/\/users\/[0-9a-f-]{36}$/)
  await page.goto(`/users?q=${email}`)
  await expectRow(page, { Name: 'Ada Lovelace', Email: email, Role: 'Manager', Status: 'Active' })

  const own = await (await browser.newContext()).newPage()
  await own.goto('/sign-in')
  await own.getByLabel('Email').fill(email)
  await own.getByLabel('Password', { exact: true }).fill(password)
  await own.getByRole('button', { name: 'Sign in' }).click()
  await expect(own).toHaveURL(/\/change-password/)
})

test('a manager makes users only', { tag: '@smoke' }, async ({ page, signInAs }) => {
  await signInAs('manager')
  await page.goto('/users/new')
  await expect(page.getByRole('radio')).toHaveCount(0)
  await fillIn(page, { name: 'Grace Hopper', email: someAddress() })
  await create(page)
  await expect(page.getByRole('status')).toHaveText('Grace Hopper was created.')
  await expect(page.getByRole('definition').filter({ hasText: /^User$/ })).toBeVisible()
})

test('a user who knows the address of the page gets a 404', async ({ page, signInAs }) => {
  await signInAs('user')
  expect((await page.goto('/users/new'))?.status()).toBe(404)
})

test('what is wrong is said at its field, and what was typed stays but for the password', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const taken = await createUser()
  await page.goto('/users/new')
  await create(page)
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Enter a name/)
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await expect(page.getByLabel('Email', { exact: true })).toHaveAccessibleDescription(/Enter an email address/)

  await page.getByRole('radio', { name: 'Manager' }).check()
  await fillIn(page, { name: 'Ada', email: taken.email, password: 'short' })
  await create(page)
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/Use at least 15 characters/)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada')
  await expect(page.getByRole('radio', { name: 'Manager' })).toBeChecked()
  await create(page)
  await expect(page.getByLabel('Email', { exact: true })).toHaveAccessibleDescription(/already in use/)
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(taken.email)
})

test('two administrators make the same user, and the second is told', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const second = await pageOf(browser, await createUser({ role: 'admin' }), baseURL)
  const email = someAddress()
  for (const one of [page, second]) {
    await one.goto('/users/new')
    await fillIn(one, { name: 'Ada Lovelace', email })
  }
  await Promise.all([create(page), create(second)])
  const outcomes = [page, second].map((one) =>
    one.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).or(one.getByText('This address is already in use')),
  )
  for (const outcome of outcomes) await expect(outcome).toBeVisible()
  const atForm = [page, second].filter((one) => one.url().endsWith('/users/new'))
  expect(atForm, 'one of the two is still at the form').toHaveLength(1)
})

test('the page is accessible in both themes', async ({ page, signInAs, expectAccessible }) => {
  await signInAs('admin')
  await page.goto('/users/new')
  await create(page)
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Enter a name/)
  await expectAccessible()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a user is made', async ({ page, signInAs }) => {
    await signInAs('admin')
    await page.goto('/users/new')
    await fillIn(page, { name: 'Ada Lovelace', email: 'no address' })
    await create(page)
    await expect(page.getByLabel('Email', { exact: true })).toHaveAccessibleDescription(/Enter an address/)
    await fillIn(page, { name: 'Ada Lovelace', email: someAddress() })
    await create(page)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace')
  })
})
