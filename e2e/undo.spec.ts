import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { people } from './people'

const toasts = (page: Page) => page.getByRole('region', { name: 'Notifications' })

async function rename(page: Page, id: string, name: string): Promise<void> {
  await page.goto(`/users/${id}`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(toasts(page).getByText(`${name} was saved.`)).toBeVisible()
}

test('Undo in the toast brings a change back at once, and can be undone itself', { tag: '@smoke' }, async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada Before' })
  await rename(page, user.id, 'Ada After')
  await toasts(page).getByRole('button', { name: 'Undo' }).click()
  await expect(toasts(page).getByText('The change of Ada Before was undone.')).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada Before')
  await toasts(page).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada After')
  expect((await people.find(user.id)).version).toBe(4)
})

test('the toast asks first when something has changed since, and leaves that', async ({
  page,
  signInAs,
  createUser,
  expectAccessible,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada Before' })
  await page.goto(`/users/${user.id}`)
  await page.getByLabel('Name', { exact: true }).fill('Ada After')
  await page.getByLabel('Email').fill(`after.${user.email}`)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(toasts(page).getByRole('button', { name: 'Undo' })).toBeVisible()
  await people.rename(user.id, 'Ada Later')

  await toasts(page).getByRole('button', { name: 'Undo' }).click()
  const dialog = page.getByRole('dialog', { name: 'Undo the change of Ada After' })
  await expect(dialog.getByText('changed since, now Ada Later')).toBeVisible()
  await expect(dialog.getByRole('definition').filter({ hasText: user.email }).first()).toBeVisible()
  expect((await people.find(user.id)).version).toBe(3)
  await expectAccessible()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(toasts(page).getByText('Name stays: changed since, now Ada Later')).toBeVisible()
  expect(await people.find(user.id)).toMatchObject({ name: 'Ada Later', email: user.email })
})

test('the activity of a user offers Undo, which says what it will do', async ({ page, signInAs, createUser }) => {
  await signInAs('manager')
  const user = await createUser({ status: 'locked' })
  await page.goto(`/users/${user.id}?tab=activity`)
  const button = page.getByRole('button', { name: /^Undo: locked/ })
  await button.click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Will be again as it was')).toBeVisible()
  await expect(dialog.getByText('Locked', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(button).toBeFocused()
  expect((await people.find(user.id)).status).toBe('locked')
  await button.click()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(toasts(page).getByText(`The change of ${user.name} was undone.`)).toBeVisible()
  expect((await people.find(user.id)).status).toBe('active')
})

test('the audit log offers Undo, also of a deletion', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser({ deleted: true })
  await page.goto(`/audit?subject=${user.id}&action=user.deleted`)
  await page.getByRole('button', { name: /^Details/ }).click()
  await page.getByRole('button', { name: /^Undo: deleted/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(toasts(page).getByText(`The change of ${user.name} was undone.`)).toBeVisible()
  expect((await people.find(user.id)).deletedAt).toBeNull()
})

test('a manager sees what an administrator changed about a role, and may not undo it', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('manager')
  const user = await createUser({ role: 'manager' })
  await people.changeRole(user.id, 'user')
  await page.goto(`/users/${user.id}?tab=activity`)
  await page.getByRole('button', { name: /^Undo: changed the role/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('You may not undo this change.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Leave it so' }).click()
  expect((await people.find(user.id)).role).toBe('user')
})

test('two who undo the same change at once undo it once, and the other is told', async ({
  page,
  context,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Ada Before' })
  await people.rename(user.id, 'Ada After')
  const other = await context.newPage()
  for (const tab of [page, other]) {
    await tab.goto(`/users/${user.id}?tab=activity`)
    await tab.getByRole('button', { name: /^Undo: changed the name/ }).click()
    await expect(tab.getByRole('dialog').getByText('Will be again as it was')).toBeVisible()
  }
  await Promise.all([page, other].map((tab) => tab.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()))
  const done = page
    .getByText('The change of Ada Before was undone.')
    .or(page.getByText('Everything in this change has been changed since.'))
  await expect(done.first()).toBeVisible()
  const told = async (tab: Page) => ({
    isUndone: await tab.getByText('The change of Ada Before was undone.').isVisible(),
    isRefused: await tab.getByText('Everything in this change has been changed since.').isVisible(),
  })
  await expect
    .poll(async () => {
      const both = await Promise.all([told(page), told(other)])
      return [both.filter(({ isUndone }) => isUndone).length, both.filter(({ isRefused }) => isRefused).length]
    })
    .toEqual([1, 1])
  expect(await people.find(user.id)).toMatchObject({ name: 'Ada Before', version: 3 })
})

test('a temporary password offers no Undo: nobody knows what it was', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  await page.goto(`/users/${user.id}`)
  await page.getByLabel('Temporary password', { exact: true }).fill('seven wandering herons')
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(toasts(page).getByText(`${user.name} has a temporary password.`)).toBeVisible()
  await expect(toasts(page).getByRole('button', { name: 'Undo' })).toHaveCount(0)
})
