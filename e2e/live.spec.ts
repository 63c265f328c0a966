import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { pageOf } from './another-page'
import { askApi } from './console-api'
import { expect, test } from './fixtures'
import { people } from './people'
import { expectNames, namesIn, usersTable } from './users-table'

/** Within a second or so: the machine that tests is busy with two browsers. */
const soon = { timeout: 5000 }
const held = (page: Page) => page.getByRole('button', { name: 'Refresh', exact: true })
const rowOf = (page: Page, name: string) => usersTable(page).getByRole('row').filter({ hasText: name })
const email = (page: Page) => page.getByLabel('Email', { exact: true })
const rename = (id: string, name: string, version = 1) => askApi('PATCH', `/users/${id}`, { name }, version)

/** Three people whose names sort one after the other, and a list of them alone. */
async function three(page: Page, createUser: (wish: { name: string }) => Promise<{ id: string }>, filter = '') {
  const mark = randomUUID().slice(0, 6)
  const names = ['Ada', 'Bea', 'Cleo'].map((name) => `${name} ${mark}`) as [string, string, string]
  const users = [
    await createUser({ name: names[0] }),
    await createUser({ name: names[1] }),
    await createUser({ name: names[2] }),
  ] as const
  await page.goto(`/users?q=${mark}&sort=name&order=asc${filter}`)
  await expectNames(page, names)
  return { mark, names, users }
}

test('what somebody else changes shows in the list, marked, and no row moves', { tag: '@smoke' }, async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
  expectAccessible,
}) => {
  await signInAs('admin')
  const other = await createUser({ role: 'admin', name: 'Amara Okafor' })
  const theirs = await pageOf(browser, other, baseURL)
  const { names, users } = await three(page, createUser)
  await theirs.goto(`/users/${users[1].id}`)
  await rowOf(page, names[1]).hover()
  const before = await rowOf(page, names[1]).boundingBox()

  await theirs.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(rowOf(page, names[1])).toContainText('Locked', soon)
  await expect(rowOf(page, names[1])).toContainText('by Amara Okafor, just now')
  await expect(page.getByText(`Amara Okafor changed ${names[1]}.`)).toBeAttached()
  expect(await rowOf(page, names[1]).boundingBox()).toEqual(before)
  await expect(held(page)).toHaveCount(0)
  await expectAccessible()
  await theirs.context().close()
})

test('what would move rows waits until it is asked for', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const { mark, names, users } = await three(page, createUser)
  await rowOf(page, names[1]).hover()
  const before = await rowOf(page, names[1]).boundingBox()
  await rename(users[0].id, `Zoe ${mark}`)
  await createUser({ name: `Aaron ${mark}` })
  await expect(page.getByText('2 changes')).toBeVisible(soon)
  expect(await namesIn(page)).toEqual([`Zoe ${mark}`, names[1], names[2]])
  expect(await rowOf(page, names[1]).boundingBox()).toEqual(before)
  await held(page).click()
  await expectNames(page, [`Aaron ${mark}`, names[1], names[2], `Zoe ${mark}`])
  await expect(held(page)).toHaveCount(0)
})

test('one who no longer matches stays, as they are now, until it is asked for', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const { names, users } = await three(page, createUser, '&status=active')
  await askApi('POST', `/users/${users[1].id}/suspend`, {})
  await expect(rowOf(page, names[1])).toContainText('Suspended', soon)
  expect(await namesIn(page)).toEqual(names)
  await held(page).click()
  await expectNames(page, [names[0], names[2]])
})

test('one’s own change is no news', async ({ page, context, signInAs, createUser }) => {
  await signInAs('admin')
  const { names, users } = await three(page, createUser)
  const mine = await context.newPage()
  await mine.goto(`/users/${users[1].id}`)
  await mine.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(mine.getByRole('status')).toContainText('was locked')
  await page.bringToFront()
  await expect(rowOf(page, names[1])).toContainText('Locked', soon)
  await expect(rowOf(page, names[1])).not.toContainText(/by .+, just now/)
})

test('the user page shows it, and keeps what is being typed', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser({ name: 'Grace' })
  await page.goto(`/users/${user.id}`)
  await email(page).fill('typed@roster.test')
  await rename(user.id, 'Grace Hopper')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Grace Hopper', soon)
  await expect(page.getByText('changed this user while you were editing')).toBeVisible()
  await expect(page.getByText('Name is now “Grace Hopper”.')).toBeVisible()
  await expect(email(page)).toHaveValue('typed@roster.test')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('status')).toContainText('was saved')
  expect(await people.find(user.id)).toMatchObject({ name: 'Grace Hopper', email: 'typed@roster.test' })
})

test('who comes back to a tab sees what happened meanwhile', async ({ page, context, signInAs, createUser }) => {
  await signInAs('admin')
  const { names, users } = await three(page, createUser)
  await context.setOffline(true)
  await askApi('POST', `/users/${users[1].id}/lock`, {})
  await context.setOffline(false)
  await expect(rowOf(page, names[1])).toContainText('Locked', { timeout: 10_000 })
  expect(await namesIn(page)).toEqual(names)
})

test('a user has no stream, and is not asked to open one', async ({ page, signInAs }) => {
  await signInAs('user')
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto('/account')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(asked).not.toContain('/api/events')
  expect((await page.request.get('/api/events')).status()).toBe(403)
  await page.context().clearCookies()
  expect((await page.request.get('/api/events')).status()).toBe(401)
})
