import type { Page } from '@playwright/test'
import { pageOf } from './another-page'
import { expect, test } from './fixtures'
import { people, sessionCookie } from './people'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const facts = (page: Page, text: string) => page.getByRole('definition').filter({ hasText: text }).first()
const status = (page: Page) => page.getByRole('status')

test('suspending ends the sessions at once, and says how many', { tag: '@smoke' }, async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada Lovelace' })
  const theirs = await pageOf(browser, user, baseURL)
  await sessionCookie(user)
  await theirs.goto('/account')
  await expect(theirs).toHaveURL(/\/account$/)

  await page.goto(`/users/${user.id}`)
  await page.getByLabel('Reason').fill('Left the company')
  await expect(page.getByText('Each ends 2 sessions.')).toBeVisible()
  await press(page, 'Suspend')
  await expect(status(page)).toHaveText('Ada Lovelace was suspended.Ended 2 sessions')
  // The very next request is refused: what is measured is no time, because there is none
  const answer = await theirs.request.get('/account', { maxRedirects: 0 })
  expect(answer.headers().location).toMatch(/^\/sign-in\?ended=1/)
  await theirs.reload()
  await expect(theirs).toHaveURL(/\/sign-in/)

  await expect(facts(page, 'Suspended')).toBeVisible()
  await expect(page.getByText('Left the company').first()).toBeVisible()
  await expect(page.getByText('Nobody is signed in to this account.')).toBeVisible()
  expect(await people.find(user.id)).toMatchObject({ status: 'suspended', statusReason: 'Left the company' })

  await press(page, 'Reactivate')
  await expect(status(page)).toHaveText('Ada Lovelace was reactivated.')
  await expect(facts(page, 'Active')).toBeVisible()
})

test('locking and unlocking, and one status replaces the other', async ({ page, signInAs, createUser }) => {
  await signInAs('manager')
  const user = await createUser({ name: 'Ada Lovelace' })
  await page.goto(`/users/${user.id}`)
  await press(page, 'Lock')
  await expect(status(page)).toHaveText('Ada Lovelace was locked.')
  await expect(page.getByRole('button', { name: 'Lock', exact: true })).toHaveCount(0)
  await press(page, 'Suspend')
  await expect(status(page)).toHaveText('Ada Lovelace was suspended.')
  await press(page, 'Lock')
  await expect(status(page)).toHaveText('Ada Lovelace was locked.')
  await press(page, 'Unlock')
  await expect(status(page)).toHaveText('Ada Lovelace was unlocked.')
  expect(await people.find(user.id)).toMatchObject({ status: 'active', statusReason: null })
})

test('a reason that is too long is refused at the field and stays', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  await page.goto(`/users/${user.id}`)
  await page.getByLabel('Reason').fill('x'.repeat(501))
  await press(page, 'Suspend')
  await expect(page.getByLabel('Reason')).toHaveAccessibleDescription(/Use at most 500 characters/)
  await expect(page.getByLabel('Reason')).toHaveValue('x'.repeat(501))
  expect((await people.find(user.id)).status).toBe('active')
})

test('the focus stays in its place when the button that was pressed is gone', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser()
  await page.goto(`/users/${user.id}`)
  await page.getByLabel('Reason').focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Suspend', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Reactivate', exact: true })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Reason')).toBeFocused()
})

test('two administrators act at once, and the last one holds', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada Lovelace' })
  const second = await pageOf(browser, await createUser({ role: 'admin' }), baseURL)
  await page.goto(`/users/${user.id}`)
  await second.goto(`/users/${user.id}`)
  await Promise.all([press(page, 'Suspend'), press(second, 'Lock')])
  await expect.poll(async () => (await people.find(user.id)).version).toBe(user.version + 2)
  const after = await people.find(user.id)
  // Reactivated meanwhile by somebody else: unlocking says that there is nothing to do
  await page.goto(`/users/${user.id}`)
  await second.goto(`/users/${user.id}`)
  const way = after.status === 'locked' ? 'Unlock' : 'Reactivate'
  await press(page, way)
  await expect(page.getByRole('button', { name: 'Suspend', exact: true })).toBeVisible()
  await press(second, way)
  await expect(status(second)).toHaveText('Nothing to change: it is so already.')
})

test('an administrator gives a role, and it ends the sessions', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada Lovelace' })
  const theirs = await pageOf(browser, user, baseURL)
  await theirs.goto('/account')
  await page.goto(`/users/${user.id}`)
  await expect(page.getByText('A new role ends 1 session.')).toBeVisible()
  await page.getByRole('radio', { name: 'Manager' }).check()
  await press(page, 'Change role')
  await expect(status(page)).toHaveText('Ada Lovelace is a manager now.Ended 1 session')
  await expect(facts(page, 'Manager')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Manager' })).toBeChecked()
  await theirs.goto('/account')
  await expect(theirs).toHaveURL(/\/sign-in/)
})

test('nobody turns against the own account', async ({ page, signInAs }) => {
  const admin = await signInAs('admin')
  await page.goto(`/users/${admin.id}`)
  await expect(page.getByText('You can’t change your own role.')).toBeVisible()
  await expect(page.getByText('You can’t change your own status.')).toBeVisible()
  for (const name of ['Suspend', 'Lock', 'Delete', 'Change role', 'Set password']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0)
  }
})

test('whoever loses the role while the page is open is refused, and nothing changes', async ({
  page,
  signInAs,
  createUser,
}) => {
  const self = await signInAs('admin')
  const admin = await createUser({ role: 'admin' })
  await page.goto(`/users/${admin.id}`)
  await people.changeRole(self.id, 'manager')
  await press(page, 'Suspend')
  await expect(page).toHaveURL(/\/sign-in/)
  expect((await people.find(admin.id)).status).toBe('active')
})

test('deleting says beforehand what it does, and can be taken back', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada Lovelace' })
  await sessionCookie(user)
  await page.goto(`/users/${user.id}`)
  await expect(page.getByRole('form', { name: 'Delete' })).toContainText('Ends 1 session and goes to the trash')
  await press(page, 'Delete')
  await expect(status(page)).toHaveText('Ada Lovelace was deleted.Ended 1 session')
  await expect(facts(page, 'Deleted')).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveCount(0)

  await press(page, 'Restore')
  await expect(status(page)).toHaveText('Ada Lovelace was restored.')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada Lovelace')
})

test('restoring says who has the address now', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const gone = await createUser({ deleted: true })
  await page.goto(`/users/${gone.id}`)
  const holder = await createUser({ name: 'Grace Hopper', email: gone.email })
  await press(page, 'Restore')
  await expect(page.getByRole('alert').filter({ hasText: 'now belongs to Grace Hopper' })).toBeVisible()
  await page.reload()
  await page.getByRole('link', { name: 'Grace Hopper' }).click()
  await expect(page).toHaveURL(new RegExp(holder.id))
})

test('a temporary password must be changed at the next sign-in', async ({ page, browser, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada Lovelace' })
  await page.goto(`/users/${user.id}`)
  const field = page.getByLabel('Temporary password', { exact: true })
  await field.fill('short')
  await press(page, 'Set password')
  await expect(field).toHaveAccessibleDescription(/Use at least 15 characters/)
  await expect(field).toHaveValue('')
  await field.fill('seventeen green bicycles')
  await press(page, 'Set password')
  await expect(status(page)).toHaveText('Ada Lovelace has a temporary password.')

  const own = await (await browser.newContext()).newPage()
  await own.goto('/sign-in')
  await own.getByLabel('Email').fill(user.email)
  await own.getByLabel('Password', { exact: true }).fill('seventeen green bicycles')
  await own.getByRole('button', { name: 'Sign in' }).click()
  await expect(own).toHaveURL(/\/change-password/)
})

test('sessions are ended one by one, or all', async ({ page, browser, baseURL, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  const theirs = await pageOf(browser, user, baseURL)
  await sessionCookie(user)
  await sessionCookie(user)
  await page.goto(`/users/${user.id}?tab=sessions`)
  const table = page.getByRole('table', { name: 'Sessions' })
  await expect(table.getByRole('row')).toHaveCount(4)
  await page.getByRole('button', { name: 'End the session Playwright, number 1' }).click()
  await expect(status(page)).toHaveText('The session was ended.')
  await expect(table.getByRole('row')).toHaveCount(3)
  await press(page, 'End all 2')
  await expect(status(page)).toHaveText('2 sessions were ended.')
  await expect(page.getByText('Nobody is signed in to this account.')).toBeVisible()
  await theirs.goto('/account')
  await expect(theirs).toHaveURL(/\/sign-in/)
})

test('a session that has ended meanwhile is told so', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  await sessionCookie(user)
  await page.goto(`/users/${user.id}?tab=sessions`)
  await people.changeRole(user.id, 'manager')
  await page.getByRole('button', { name: 'End the session Playwright' }).click()
  await expect(page.getByText('This session does not exist, or you may not see it.')).toBeVisible()
  await expect(page.getByText('Nobody is signed in to this account.')).toBeVisible()
})

test('a user in the trash is shown accessibly in both themes', async ({
  page,
  signInAs,
  createUser,
  expectAccessible,
}) => {
  await signInAs('admin')
  const gone = await createUser({ deleted: true })
  await createUser({ email: gone.email })
  await page.goto(`/users/${gone.id}`)
  await expectAccessible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 700 } })

  test('nothing is wider than the screen', async ({ page, signInAs, createUser }) => {
    await signInAs('admin')
    const user = await createUser({ name: `${'Wolfeschlegelsteinhausenbergerdorff'.repeat(2)} Ada` })
    await sessionCookie(user)
    for (const tab of ['', '?tab=sessions', '?tab=activity']) {
      await page.goto(`/users/${user.id}${tab}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
    }
  })
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a user is suspended, deleted and restored', async ({ page, signInAs, createUser }) => {
    await signInAs('admin')
    const user = await createUser({ name: 'Ada Lovelace' })
    await page.goto(`/users/${user.id}`)
    await page.getByLabel('Reason').fill('Left the company')
    await press(page, 'Suspend')
    await expect(facts(page, 'Suspended')).toBeVisible()
    await press(page, 'Reactivate')
    await expect(facts(page, 'Active')).toBeVisible()
    await press(page, 'Delete')
    await expect(facts(page, 'Deleted')).toBeVisible()
    await press(page, 'Restore')
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada Lovelace')
  })
})
