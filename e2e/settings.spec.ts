import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { pageOf } from './another-page'
import { expect, test } from './fixtures'

// There is one set of settings for everybody, so these take turns, and change nothing that other tests rest on
test.describe.configure({ mode: 'serial' })

const days = (page: Page) => page.getByLabel('End in any case')
const refused = (page: Page) => page.getByLabel('Also refused')
const save = (page: Page) => page.getByRole('button', { name: 'Save changes' })
const someDomain = () => `refused-${randomUUID().slice(0, 8)}.example`

/** Another value than it has, so that there is something to save. */
async function anotherNumber(page: Page): Promise<string> {
  return String((Number(await days(page).inputValue()) % 300) + 2)
}

test('an administrator changes a limit, and the history tells it', async ({ page, signInAs }) => {
  await signInAs('admin', { name: 'Maja Lindqvist' })
  await page.goto('/settings')
  const before = await days(page).inputValue()
  const after = await anotherNumber(page)
  await days(page).fill(after)
  await expect(page.getByText('1 change not saved')).toBeVisible()
  await save(page).click()
  await expect(page.getByRole('status')).toHaveText('The settings were saved.')
  const newest = page.getByRole('list', { name: 'History of the settings' }).getByRole('listitem').first()
  await expect(newest).toContainText('Maja Lindqvist changed the settings')
  await expect(newest.getByRole('deletion')).toContainText(before)
  await expect(newest.getByRole('insertion')).toContainText(after)
  await page.reload()
  await expect(days(page)).toHaveValue(after)
})

test('a domain that is refused takes no new addresses, and its exceptions do', async ({ page, signInAs }) => {
  await signInAs('admin')
  const domain = someDomain()
  await page.goto('/settings')
  await refused(page).fill(`${await refused(page).inputValue()}\n${domain.toUpperCase()}`)
  const accepted = page.getByLabel('Accepted all the same')
  await accepted.fill(`${await accepted.inputValue()}\nbranch.${domain}`)
  await save(page).click()
  await expect(page.getByRole('status')).toHaveText('The settings were saved.')
  await expect(refused(page)).toHaveValue(new RegExp(domain))

  await page.goto('/users/new')
  await page.getByLabel('Name', { exact: true }).fill('Ada')
  const email = page.getByLabel('Email', { exact: true })
  await email.fill(`ada@mail.${domain}`)
  await page.getByRole('button', { name: 'Create user' }).click()
  await expect(email).toHaveAccessibleDescription(/Addresses of this domain are not accepted/)
  await email.fill(`ada@branch.${domain}`)
  await page.getByRole('button', { name: 'Create user' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada')
})

test('what is wrong is said at its field, and what was typed stays', async ({ page, signInAs }) => {
  await signInAs('admin')
  await page.goto('/settings')
  const before = await days(page).inputValue()
  await days(page).fill('2000')
  await page.getByLabel('Tries per address').fill('many')
  await refused(page).fill('good.example\nnot a domain!')
  await save(page).click()
  await expect(days(page)).toHaveAccessibleDescription(/Enter at most 365/)
  await expect(page.getByLabel('Tries per address')).toHaveAccessibleDescription(/Enter a whole number/)
  await expect(refused(page)).toHaveAccessibleDescription(/“domain!” is not a domain such as example\.com/)
  await expect(days(page)).toHaveValue('2000')
  await expect(refused(page)).toHaveValue('good.example\nnot a domain!')
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(days(page)).toHaveValue(before)
})

test('two administrators save at once, and the second is told and loses nothing', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const second = await pageOf(browser, await createUser({ role: 'admin' }), baseURL)
  await page.goto('/settings')
  await second.goto('/settings')
  const theirs = await anotherNumber(second)
  const mine = String(Number(theirs) + 1)
  await days(page).fill(mine)
  await days(second).fill(theirs)
  await save(second).click()
  await expect(second.getByRole('status')).toHaveText('The settings were saved.')

  await save(page).click()
  await expect(page.getByText('Somebody else saved the settings meanwhile.')).toBeVisible()
  await expect(days(page)).toHaveValue(mine)
  await expect(days(page)).toHaveAccessibleDescription(new RegExp(`Was ${theirs}`))
  await save(page).click()
  await expect(page.getByRole('status')).toHaveText('The settings were saved.')
})

test('managers and users find no such page', async ({ page, signInAs }) => {
  for (const role of ['manager', 'user'] as const) {
    await signInAs(role)
    expect((await page.goto('/settings'))?.status()).toBe(404)
  }
})

test('the page is accessible in both themes', async ({ page, signInAs, expectAccessible }) => {
  await signInAs('admin')
  await page.goto('/settings')
  await days(page).fill('0')
  await save(page).click()
  await expect(days(page)).toHaveAccessibleDescription(/Enter 1 or more/)
  await expectAccessible()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a limit is changed', async ({ page, signInAs }) => {
    await signInAs('admin')
    await page.goto('/settings')
    const after = await anotherNumber(page)
    await days(page).fill(after)
    await save(page).click()
    await expect(page.getByRole('insertion').first()).toContainText(after)
    await page.reload()
    await expect(days(page)).toHaveValue(after)
  })
})
