import type { Page } from '@playwright/test'
import { pageOf } from './another-page'
import { expect, test } from './fixtures'
import { people } from './people'

const name = (page: Page) => page.getByLabel('Name', { exact: true })
const email = (page: Page) => page.getByLabel('Email', { exact: true })
const save = (page: Page) => page.getByRole('button', { name: 'Save changes' })

test('an administrator renames a user, and the page shows it at once', { tag: '@smoke' }, async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada' })
  await page.goto(`/users/${user.id}`)
  await name(page).fill('Ada Lovelace')
  await expect(page.getByText('1 change not saved')).toBeVisible()
  await save(page).click()

  await expect(page.getByRole('status')).toHaveText('Ada Lovelace was saved.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace')
  await expect(page.getByText('not saved')).toHaveCount(0)
  await expect(page.getByRole('list', { name: 'History of Ada Lovelace' })).toContainText('changed the name')
  expect(await people.find(user.id)).toMatchObject({ name: 'Ada Lovelace', version: user.version + 1 })
})

test('a manager edits a user, and of an administrator sees the facts only', async ({ page, signInAs, createUser }) => {
  await signInAs('manager')
  const user = await createUser()
  await page.goto(`/users/${user.id}`)
  await name(page).fill('Grace Hopper')
  await save(page).click()
  await expect(page.getByRole('status')).toHaveText('Grace Hopper was saved.')
  await expect(page.getByText('Roles are given by administrators.')).toBeVisible()

  const admin = await createUser({ role: 'admin' })
  await page.goto(`/users/${admin.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(admin.name)
  await expect(page.getByText('Managers change users with the role User only.')).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(0)
  await expect(save(page)).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Activity' })).toHaveCount(0)
})

test('a user who knows the address of somebody’s page gets a 404', async ({ page, signInAs, createUser }) => {
  const self = await signInAs('user')
  const other = await createUser()
  expect((await page.goto(`/users/${other.id}`))?.status()).toBe(404)
  await expect(page.getByText(other.name)).toHaveCount(0)
  expect((await page.goto('/users/not-an-id'))?.status()).toBe(404)
  expect((await page.goto(`/users/${self.id}`))?.status()).toBe(200)
  await expect(save(page)).toHaveCount(0)
})

test('what is wrong is said at its field, what was typed stays, and nothing is changed', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser()
  await page.goto(`/users/${user.id}`)
  await name(page).fill('x'.repeat(101))
  await email(page).fill('ada at example')
  await save(page).click()
  await expect(name(page)).toHaveAccessibleDescription(/Use at most 100 characters/)
  await expect(email(page)).toHaveAccessibleDescription(/Enter an address such as name@example\.com/)
  await expect(name(page)).toHaveValue('x'.repeat(101))
  await expect(name(page)).toBeFocused()
  await expect(email(page)).toHaveValue('ada at example')

  await name(page).fill('  ')
  await email(page).fill(`ada@mailinator.com`)
  await save(page).click()
  await expect(name(page)).toHaveAccessibleDescription(/Enter a name/)
  await name(page).fill('Ada')
  await save(page).click()
  await expect(email(page)).toHaveAccessibleDescription(/Addresses of this domain are not accepted/)
  expect(await people.find(user.id)).toMatchObject({ name: user.name, email: user.email, version: user.version })
})

test('an email that is taken is refused at the field, and what was typed stays', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const [user, other] = [await createUser(), await createUser()]
  await page.goto(`/users/${user.id}`)
  await email(page).fill(other.email.toUpperCase())
  await save(page).click()
  await expect(email(page)).toHaveAccessibleDescription(/This address is already in use/)
  await expect(email(page)).toHaveValue(other.email.toUpperCase())
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(email(page)).toHaveValue(user.email)
  await expect(page.getByText('This address is already in use')).toHaveCount(0)
})

test('two administrators change different fields, and both are kept', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada' })
  const second = await pageOf(browser, await createUser({ role: 'admin' }), baseURL)
  await page.goto(`/users/${user.id}`)
  await second.goto(`/users/${user.id}`)

  await name(page).fill('Ada Lovelace')
  await email(second).fill(`ada.${user.email}`)
  await save(second).click()
  await expect(second.getByRole('status')).toHaveText('Ada was saved.')
  await save(page).click()
  await expect(page.getByRole('status')).toHaveText('Ada Lovelace was saved.')
  await expect(email(page)).toHaveValue(`ada.${user.email}`)
  expect(await people.find(user.id)).toMatchObject({ name: 'Ada Lovelace', email: `ada.${user.email}` })
})

test('two administrators rename the same user, and the second is shown both names', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
  expectAccessible,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada' })
  const second = await pageOf(browser, await createUser({ role: 'admin', name: 'Amara Okafor' }), baseURL)
  await page.goto(`/users/${user.id}`)
  await second.goto(`/users/${user.id}`)
  await name(page).fill('Ada Lovelace')
  await email(page).fill(`ada.${user.email}`)
  await name(second).fill('Augusta Ada')
  await save(second).click()
  await expect(second.getByRole('status')).toHaveText('Augusta Ada was saved.')

  await save(page).click()
  const dialog = page.getByRole('dialog', { name: 'Amara Okafor saved this user while you were editing' })
  await expect(dialog.getByRole('group', { name: 'Name' })).toContainText('Before')
  await expect(dialog.getByRole('radio', { name: 'Yours Ada Lovelace' })).toBeChecked()
  await expect(dialog.getByRole('radio', { name: 'Amara’s Augusta Ada' })).toBeVisible()
  await expect(dialog).toContainText('Changed on one side only')
  await expectAccessible()

  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(name(page)).toHaveValue('Ada Lovelace')
  await page.getByRole('button', { name: 'Compare' }).click()
  await dialog.getByRole('radio', { name: 'Amara’s Augusta Ada' }).check()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('status')).toHaveText('Augusta Ada was saved.')
  await expect(dialog).toHaveCount(0)
  await expect(name(page)).toHaveValue('Augusta Ada')
  expect(await people.find(user.id)).toMatchObject({ name: 'Augusta Ada', email: `ada.${user.email}` })
})

test('an edit stays on the version it was made on, though the page behind it moves on', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada' })
  await page.goto(`/users/${user.id}`)
  await name(page).fill('Ada Lovelace')
  await people.rename(user.id, 'Augusta Ada')
  await page.getByRole('button', { name: 'Suspend', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Augusta Ada')
  await expect(name(page)).toHaveValue('Ada Lovelace')
  await expect(page.getByText('1 change not saved')).toBeVisible()
  await save(page).click()
  await expect(page.getByRole('dialog', { name: /saved this user while you were editing/ })).toBeVisible()
  expect((await people.find(user.id)).name).toBe('Augusta Ada')
})

test('a form that nobody edits follows the user', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada' })
  await page.goto(`/users/${user.id}`)
  await people.rename(user.id, 'Augusta Ada')
  await page.getByRole('button', { name: 'Suspend', exact: true }).click()
  await expect(name(page)).toHaveValue('Augusta Ada')
  await expect(page.getByText('not saved')).toHaveCount(0)
  await expect(page.getByText('Put back')).toHaveCount(0)
})

test('whoever finds that the other is right takes all of theirs', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada' })
  const second = await pageOf(browser, await createUser({ role: 'admin', name: 'Amara Okafor' }), baseURL)
  await page.goto(`/users/${user.id}`)
  await second.goto(`/users/${user.id}`)
  await name(page).fill('Ada Lovelace')
  await name(second).fill('Augusta Ada')
  await save(second).click()
  await expect(second.getByRole('status')).toHaveText('Augusta Ada was saved.')
  await save(page).click()
  await page.getByRole('button', { name: 'Take all of Amara’s' }).click()
  await expect(name(page)).toHaveValue('Augusta Ada')
  await expect(page.getByText('not saved')).toHaveCount(0)
})

test('an edited form asks before it is left', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  await page.goto('/account')
  await page.goto(`/users/${user.id}`)
  await name(page).fill('Ada Lovelace')
  await page.getByRole('link', { name: 'Activity' }).click()
  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await expect(question).toContainText('1 change')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(name(page)).toHaveValue('Ada Lovelace')
  await page.getByRole('link', { name: 'Activity' }).click()
  await question.getByRole('button', { name: 'Leave' }).click()
  await expect(page).toHaveURL(/tab=activity/)

  await page.getByRole('link', { name: 'Profile' }).click()
  await name(page).click()
  await page.keyboard.type('x')
  await page.evaluate(() => history.back())
  await question.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(name(page)).toHaveValue(/x/)
  await page.getByRole('button', { name: 'Put back' }).click()
  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByRole('list', { name: `Activity of ${user.name}` })).toBeVisible()
})

test('all of it goes by keyboard, and the focus stays where it was', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  await page.goto(`/users/${user.id}`)
  await name(page).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Ada Lovelace')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toHaveText('Ada Lovelace was saved.')
  await expect(name(page)).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(email(page)).toBeFocused()
})

test('the activity tells every change field by field, a page at a time', async ({ page, signInAs, createUser }) => {
  await signInAs('admin', { name: 'Maja Lindqvist' })
  const user = await createUser({ name: 'Ada 0' })
  for (let round = 1; round < 26; round++) await people.rename(user.id, `Ada ${round}`)
  await page.goto(`/users/${user.id}`)
  await name(page).fill('Ada 26')
  await save(page).click()
  await expect(page.getByRole('status')).toHaveText('Ada 26 was saved.')
  await page.getByRole('link', { name: 'Activity' }).click()
  const list = page.getByRole('list', { name: 'Activity of Ada 26' })
  await expect(list.getByRole('listitem')).toHaveCount(25)
  const newest = list.getByRole('listitem').first()
  await expect(newest).toContainText('Maja Lindqvist changed the name')
  await expect(newest.getByRole('deletion')).toContainText('Ada 25')
  await expect(newest.getByRole('insertion')).toContainText('Ada 26')
  await page.getByRole('link', { name: 'Show older' }).click()
  await expect(page).toHaveURL(/before=\d+/)
  await expect(list.getByRole('listitem').last()).toContainText('created the account')
  await page.getByRole('link', { name: 'Back to the newest' }).click()
  await expect(newest).toContainText('Ada 26')
})

test('what was refused stands in the activity too', async ({ page, signInAs, createUser, expectAccessible }) => {
  await signInAs('admin', { name: 'Maja Lindqvist' })
  const [user, other] = [await createUser(), await createUser()]
  await page.goto(`/users/${user.id}`)
  await email(page).fill(other.email)
  await save(page).click()
  await expect(email(page)).toHaveAccessibleDescription(/already in use/)
  await page.goto(`/users/${user.id}?tab=activity`)
  const newest = page
    .getByRole('list', { name: /^Activity of/ })
    .getByRole('listitem')
    .first()
  await expect(newest).toContainText('Maja Lindqvist tried to change the profile')
  await expect(newest).toContainText('Refused')
  await expect(newest).toContainText('the address is in use')
  await expectAccessible()
})

test('the page is accessible in both themes', async ({ page, signInAs, createUser, expectAccessible }) => {
  await signInAs('admin')
  const user = await createUser({ role: 'manager' })
  await page.goto(`/users/${user.id}`)
  await email(page).fill('no address')
  await save(page).click()
  await expect(email(page)).toHaveAccessibleDescription(/Enter an address/)
  await expectAccessible()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a user is edited, and what is refused is explained', async ({ page, signInAs, createUser }) => {
    await signInAs('admin')
    const user = await createUser()
    await page.goto(`/users/${user.id}`)
    await name(page).fill('Ada Lovelace')
    await email(page).fill('no address')
    await save(page).click()
    await expect(email(page)).toHaveAccessibleDescription(/Enter an address such as name@example\.com/)
    await expect(name(page)).toHaveValue('Ada Lovelace')
    await email(page).fill(user.email)
    await save(page).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace')
  })

  test('a conflict is told with both names, and saving again keeps one’s own', async ({
    page,
    browser,
    baseURL,
    signInAs,
    createUser,
  }) => {
    await signInAs('admin')
    const user = await createUser({ name: 'Ada' })
    const second = await pageOf(browser, await createUser({ role: 'admin', name: 'Amara Okafor' }), baseURL)
    await page.goto(`/users/${user.id}`)
    await second.goto(`/users/${user.id}`)
    await name(second).fill('Augusta Ada')
    await save(second).click()
    await expect(second.getByRole('heading', { level: 1 })).toHaveText('Augusta Ada')

    await name(page).fill('Ada Lovelace')
    await save(page).click()
    await expect(page.getByText('Amara Okafor saved this user while you were editing.')).toBeVisible()
    await expect(page.getByText('Amara’s “Augusta Ada”, yours “Ada Lovelace”')).toBeVisible()
    await expect(name(page)).toHaveValue('Ada Lovelace')
    expect((await people.find(user.id)).name).toBe('Augusta Ada')
    await save(page).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace')
    expect((await people.find(user.id)).name).toBe('Ada Lovelace')
  })
})
