import { randomUUID } from 'node:crypto'
import { pageOf } from './another-page'
import { expect, expectNoRow, expectRow, test } from './fixtures'
import type { Person, PersonWish } from './people'
import { columnHeading, expectNames, nextPage, previousPage, searchField, usersTable } from './users-table'

/** A word that only the people of one test have in their names. */
const newMark = () => `x${randomUUID().slice(0, 8)}`

type CreateUser = (wish?: PersonWish) => Promise<Person>

/** Several people with the word in their names, one after the other so that they are in this order by age. */
async function createUsers(createUser: CreateUser, mark: string, names: readonly string[]): Promise<Person[]> {
  const made: Person[] = []
  for (const name of names) made.push(await createUser({ name: `${name} ${mark}` }))
  return made
}

test('somebody is found by a part of the name, shown with all that matters, and opened', { tag: '@smoke' }, async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('manager')
  const mark = newMark()
  const user = await createUser({ name: `Ada ${mark}`, role: 'manager', status: 'suspended' })
  await page.goto('/users')
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()
  await searchField(page).fill(mark.toUpperCase())
  await expectNames(page, [`Ada ${mark}`])
  await expectRow(page, {
    Name: `Ada ${mark}`,
    Email: user.email,
    Role: 'Manager',
    Status: 'Suspended',
    'Last sign-in': 'Never',
    Created: 'just now',
  })
  await expectRow(page, { Status: 'Made so for a test' })
  await expect(page).toHaveURL(`/users?q=${mark.toUpperCase()}`)
  await expect(page.getByText('1 of 1 that match, newest first')).toBeVisible()

  await page.getByRole('link', { name: user.name }).click()
  await expect(page).toHaveURL(`/users/${user.id}`)
  await page.goBack()
  await expectNames(page, [`Ada ${mark}`])
  await page.getByRole('link', { name: 'New user', exact: true }).click()
  await expect(page).toHaveURL('/users/new')
})

test('somebody with the role User is told who may see the list, and sees nobody', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('user')
  const other = await createUser()
  await page.goto('/users')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'The list of users is for administrators and managers',
  )
  await expect(page.getByText(other.name)).toHaveCount(0)
  await expect(usersTable(page)).toHaveCount(0)
  expect((await page.request.get('/api/v1/users')).status()).toBe(403)
  await page.getByRole('link', { name: 'Go to your account' }).click()
  await expect(page).toHaveURL('/account')
})

test('an address that was edited by hand shows what it can, and says what it can’t', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const mark = newMark()
  await createUsers(createUser, mark, ['First', 'Second'])
  const answer = await page.goto(
    `/users?q=${mark}&sort=password&order=up&limit=9&role=root&created_after=soon&page=3&cursor=junk`,
  )
  expect(answer?.status()).toBe(200)
  await expectNames(page, [`Second ${mark}`, `First ${mark}`])
  await expect(page.getByText('The place that the address named is not in this list')).toBeVisible()
  await expect(columnHeading(page, 'Created')).toHaveAttribute('aria-sort', 'descending')
  await expect(page.getByLabel('Users a page')).toHaveValue('25')

  await columnHeading(page, 'Name').getByRole('link').click()
  await expectNames(page, [`First ${mark}`, `Second ${mark}`])
  await expect(page.getByText('The place that the address named is not in this list')).toHaveCount(0)
  await page.goBack()
  await expect(page.getByText('The place that the address named is not in this list')).toBeVisible()
})

test('paging leads on and back past everybody once, also while a colleague renames somebody', async ({
  page,
  browser,
  baseURL,
  signInAs,
  createUser,
}) => {
  const self = await signInAs('admin')
  const mark = newMark()
  const names = Array.from({ length: 27 }, (_, index) => `P${index + 10}`)
  const made = await createUsers(createUser, mark, names)
  await page.goto(`/users?q=${mark}&sort=name`)
  await expectNames(page, names.slice(0, 25).map(withMark(mark)))
  await expect(page.getByText('25 of 27 that match, by name')).toBeVisible()
  await expect(previousPage(page)).toHaveAttribute('aria-disabled', 'true')

  const colleague = await pageOf(browser, self, baseURL)
  await colleague.goto(`/users/${made[0]?.id}`)
  await colleague.getByLabel('Name', { exact: true }).fill(`P99 ${mark}`)
  await colleague.getByRole('button', { name: 'Save changes' }).click()
  await expect(colleague.getByRole('heading', { level: 1 })).toHaveText(`P99 ${mark}`)

  // Fetched ahead: what the page after this one was a moment ago may be shown first, and comes up to date by itself
  await nextPage(page).click()
  await expect(page).toHaveURL(/cursor=/)
  await page.reload()
  await expectNames(page, ['P35', 'P36', 'P99'].map(withMark(mark)))
  await expect(nextPage(page)).toHaveAttribute('aria-disabled', 'true')
  await previousPage(page).click()
  // Less than a page is left before it, so it is the whole first page
  await expectNames(page, names.slice(1, 26).map(withMark(mark)))
  await expect(previousPage(page)).toHaveAttribute('aria-disabled', 'true')
  await nextPage(page).click()
  await expectNames(page, ['P36', 'P99'].map(withMark(mark)))
})

test('Back leads through what was filtered and sorted, and a letter is no step', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const mark = newMark()
  await createUser({ name: `Amber ${mark}`, role: 'manager' })
  await createUser({ name: `Beryl ${mark}`, status: 'locked' })
  const [amber, beryl] = [`Amber ${mark}`, `Beryl ${mark}`]
  await page.goto(`/users`)
  await page.getByRole('link', { name: 'Suspended or locked' }).click()
  await expect(page).toHaveURL('/users?status=suspended%2Clocked')
  await searchField(page).pressSequentially(mark)
  await expectNames(page, [beryl])
  await page.getByRole('button', { name: /^Locked/ }).click()
  await expectNoRow(page, { Name: mark })
  await page.getByRole('button', { name: /^Suspended/ }).click()
  await expectNames(page, [beryl, amber])
  await columnHeading(page, 'Name').getByRole('link').click()
  await expectNames(page, [amber, beryl])
  await page.getByRole('button', { name: /^Manager 1$/ }).click()
  await expectNames(page, [amber])

  await page.goBack()
  await expectNames(page, [amber, beryl])
  await page.goBack()
  await expectNames(page, [beryl, amber])
  await page.goBack()
  await page.goBack()
  await expectNames(page, [beryl])
  await expect(searchField(page)).toHaveValue(mark)
  await page.goBack()
  await expect(page).toHaveURL('/users')
  await expect(searchField(page)).toHaveValue('')
})

test('every column sorts, and once more the other way', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const mark = newMark()
  const make = (name: string, local: string, wish: PersonWish) =>
    createUser({ ...wish, name: `${name} ${mark}`, email: `${local}.${mark}@roster.test` })
  await make('Zoe', 'a', { role: 'user', status: 'suspended' })
  await make('Éva', 'c', { role: 'manager', status: 'locked' })
  await make('adam', 'b', { role: 'admin', status: 'active' })
  const expected = {
    Name: ['adam', 'Éva', 'Zoe'],
    Email: ['Zoe', 'adam', 'Éva'],
    Role: ['adam', 'Éva', 'Zoe'],
    Status: ['adam', 'Éva', 'Zoe'],
  }
  await page.goto(`/users?q=${mark}`)
  await expectNames(page, ['adam', 'Éva', 'Zoe'].map(withMark(mark)))
  await expect(columnHeading(page, 'Created')).toHaveAttribute('aria-sort', 'descending')

  for (const [heading, names] of Object.entries(expected)) {
    const rising = names.map(withMark(mark))
    await columnHeading(page, heading).getByRole('link').click()
    await expect(columnHeading(page, heading)).toHaveAttribute('aria-sort', 'ascending')
    await expectNames(page, rising)
    await columnHeading(page, heading).getByRole('link').click()
    await expect(columnHeading(page, heading)).toHaveAttribute('aria-sort', 'descending')
    await expectNames(page, rising.toReversed())
  }
  for (const heading of ['Last sign-in', 'Created']) {
    await columnHeading(page, heading).getByRole('link').click()
    await expect(columnHeading(page, heading)).toHaveAttribute('aria-sort', 'descending')
    await expect(columnHeading(page, 'Name')).toHaveAttribute('aria-sort', 'none')
    await columnHeading(page, heading).getByRole('link').click()
    await expect(columnHeading(page, heading)).toHaveAttribute('aria-sort', 'ascending')
  }
  await expectNames(page, ['Zoe', 'Éva', 'adam'].map(withMark(mark)))
})

test('accents and case are put aside, and names of every script are found', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const mark = newMark()
  const names = ['Nguyễn Thị Hằng', 'Ólafur ÞÓRSSON', '佐藤 はな', 'Жанна Коваленко', 'جيهان المصري', "O'Brien-Ní %_\\"]
  await createUsers(createUser, mark, names)
  await page.goto('/users')
  const searches = [
    ['hang nguyen', 'Nguyễn Thị Hằng'],
    ['þórsson', 'Ólafur ÞÓRSSON'],
    ['佐藤', '佐藤 はな'],
    ['ЖАННА', 'Жанна Коваленко'],
    ['المصري', 'جيهان المصري'],
    ["o'brien %_\\", "O'Brien-Ní %_\\"],
  ] as const
  for (const [words, name] of searches) {
    await searchField(page).fill(`${words} ${mark}`)
    await expectNames(page, [`${name} ${mark}`])
  }
  await searchField(page).fill(`hang ${mark}`)
  await expect(usersTable(page).getByText('Hằng', { exact: true })).toBeVisible()
})

test('where nobody matches, it is said what was searched, and the filters can be cleared', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin')
  const mark = newMark()
  await page.goto(`/users?q=${mark}&role=manager`)
  await expect(page.getByRole('heading', { name: `Nobody matches “${mark}”` })).toBeVisible()
  await expect(usersTable(page)).toHaveCount(0)
  await page.getByRole('link', { name: 'Clear filters' }).click()
  await expect(usersTable(page)).toBeVisible()
  await expect(page).toHaveURL('/users')
  await expect(searchField(page)).toHaveValue('')
})

test('deleted users are in the trash, marked, and nowhere else', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const mark = newMark()
  await createUser({ name: `Gone ${mark}`, deleted: true })
  await createUser({ name: `Here ${mark}` })
  await page.goto(`/users?q=${mark}`)
  await expectNames(page, [`Here ${mark}`])
  await page.getByRole('link', { name: 'Trash' }).click()
  await searchField(page).fill(mark)
  await expectNames(page, [`Gone ${mark}`])
  await expectRow(page, { Name: `Gone ${mark}`, Status: 'Deleted' })
})

test('users are filtered by when they were created and whether they ever signed in', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const mark = newMark()
  await createUser({ name: `New ${mark}` })
  await page.goto(`/users?q=${mark}`)
  await page.getByRole('button', { name: 'Created', exact: true }).click()
  await page.getByRole('dialog', { name: 'Created' }).getByRole('button', { name: 'Last 24 hours' }).click()
  await expect(page).toHaveURL(/created_after=/)
  await expectNames(page, [`New ${mark}`])

  await page.getByRole('button', { name: /^Created since/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Created' })
  await dialog.getByLabel('From').fill('2020-02-01')
  await dialog.getByLabel('To').fill('2020-02-29')
  await dialog.getByRole('button', { name: 'Show these days' }).click()
  await expect(page.getByRole('button', { name: 'Created 1 Feb 2020 – 29 Feb 2020' })).toBeVisible()
  await expect(page.getByRole('heading', { name: `Nobody matches “${mark}”` })).toBeVisible()
  await page.getByRole('button', { name: 'Clear Created' }).click()
  await expectNames(page, [`New ${mark}`])

  await page.getByRole('button', { name: 'Last sign-in', exact: true }).click()
  await page.getByRole('dialog', { name: 'Last sign-in' }).getByRole('button', { name: 'Never signed in' }).click()
  await expect(page).toHaveURL(/last_sign_in=never/)
  await expectNames(page, [`New ${mark}`])
})

test('when the list can’t be had, it says so, keeps the rows, and tries again', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const mark = newMark()
  await createUser({ name: `Ada ${mark}` })
  await createUser({ name: `Bob ${mark}`, role: 'manager' })
  await page.goto(`/users?q=${mark}`)
  await expectNames(page, [`Bob ${mark}`, `Ada ${mark}`])
  await page.route('**/api/v1/users?*', (route) => route.abort())
  await page.getByRole('button', { name: /^Manager/ }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The list could not be loaded')
  await expectNames(page, [`Bob ${mark}`, `Ada ${mark}`])

  await page.unroute('**/api/v1/users?*')
  await page.route('**/api/v1/users?*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ detail: 'The database can’t be reached right now.', requestId: 'made-up-id' }),
    }),
  )
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The database can’t be reached right now.')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('made-up-id')

  await page.unroute('**/api/v1/users?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expectNames(page, [`Bob ${mark}`])
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
})

test('without a connection the rows stay and it is said; with one again the list goes on', async ({
  page,
  context,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const mark = newMark()
  await createUser({ name: `Ada ${mark}`, role: 'manager' })
  await createUser({ name: `Bob ${mark}` })
  await page.goto(`/users?q=${mark}`)
  await expectNames(page, [`Bob ${mark}`, `Ada ${mark}`])
  await context.setOffline(true)
  await expect(page.getByText('No connection.')).toBeVisible()
  await page.getByRole('button', { name: /^Manager/ }).click()
  await expectNames(page, [`Bob ${mark}`, `Ada ${mark}`])
  await context.setOffline(false)
  await expectNames(page, [`Ada ${mark}`])
  await expect(page.getByText('No connection.')).toHaveCount(0)
})

test('a late answer to an earlier search is dropped', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const mark = newMark()
  await createUsers(createUser, mark, ['Ada', 'Bob'])
  await page.goto(`/users?q=${mark}`)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(`**/api/v1/users?q=Ada*`, async (route) => {
    await held
    await route.continue().catch(() => {})
  })
  const asked = page.waitForRequest(/users\?q=Ada/)
  await searchField(page).fill(`Ada ${mark}`)
  await asked
  await searchField(page).fill(`Bob ${mark}`)
  await expectNames(page, [`Bob ${mark}`])
  release()
  await page.unrouteAll({ behavior: 'wait' })
  await expectNames(page, [`Bob ${mark}`])
})

test('the list is used by the keyboard alone, and the keys are in the list of keys', async ({
  page,
  signInAs,
  createUser,
}) => {
  await signInAs('admin')
  const mark = newMark()
  await createUsers(createUser, mark, ['Ada', 'Bob', 'Cid'])
  await page.goto('/users')
  await page.keyboard.press('/')
  await expect(searchField(page)).toBeFocused()
  await page.keyboard.type(mark)
  await expectNames(page, ['Cid', 'Bob', 'Ada'].map(withMark(mark)))
  const link = (name: string) => usersTable(page).getByRole('link', { name: `${name} ${mark}` })
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('j')
  await expect(link('Cid')).toBeFocused()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(link('Ada')).toBeFocused()
  await page.keyboard.press('k')
  await expect(link('Bob')).toBeFocused()

  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const words of ['Search users', 'Next row', 'Previous row', 'Open the row']) {
    await expect(keys.getByText(words, { exact: true })).toBeVisible()
  }
  await page.keyboard.press('Escape')
  await expect(link('Bob')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Bob ${mark}`)
})

test('the menu of a row is named after the person, opens them, and copies their address', async ({
  page,
  context,
  signInAs,
  createUser,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signInAs('admin')
  const user = await createUser()
  await page.goto(`/users?q=${user.email}`)
  const more = page.getByRole('button', { name: `More for ${user.name}` })
  await more.click()
  await page.getByRole('menuitem', { name: 'Copy email address' }).click()
  await expect(page.getByText('The address was copied.').first()).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(user.email)
  await more.click()
  await page.getByRole('menuitem', { name: 'Open' }).click()
  await expect(page).toHaveURL(`/users/${user.id}`)
})

test('columns and density are remembered, and drawn so at once', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  await page.goto(`/users?q=${user.email}`)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Last sign-in' }).uncheck()
  await page.getByRole('radio', { name: 'One line' }).check()
  await page.reload()
  await expectRow(page, { Name: user.name, Email: user.email, Role: 'User', Status: 'Active', Created: 'just now' })
  await expect(columnHeading(page, 'Last sign-in')).toHaveCount(0)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'Reset to default' }).click()
  await expect(columnHeading(page, 'Last sign-in')).toBeVisible()
})

test('on a phone the list is one of cards, with the same facts and actions, and nothing is cut off', async ({
  page,
  signInAs,
  createUser,
  expectAccessible,
}) => {
  // Two examinations of a whole page
  test.slow()
  await signInAs('admin')
  const user = await createUser({ status: 'locked', name: `Ana Beatriz Wanderley ${newMark()} de Albuquerque` })
  await page.setViewportSize({ width: 375, height: 812 })
  await page.goto('/users')
  await searchField(page).fill(user.email)
  await expectNames(page, [user.name])
  await expectRow(page, {
    Name: user.name,
    Email: user.email,
    Role: 'User',
    Status: 'Locked',
    'Last sign-in': 'Never signed in',
    Created: 'just now',
  })
  await expect(page.getByRole('button', { name: `More for ${user.name}` })).toBeInViewport()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
  await expectAccessible()
  await page.getByRole('link', { name: user.name }).click()
  await expect(page).toHaveURL(`/users/${user.id}`)
})

test('the list, its filters and its blanks are accessible in the light and in the dark', async ({
  page,
  signInAs,
  createUser,
  expectAccessible,
}) => {
  // Six examinations of a whole page
  test.slow()
  await signInAs('admin')
  const mark = newMark()
  await createUser({ name: `Ada ${mark}`, status: 'suspended' })
  await createUser({ name: `Bob ${mark}`, role: 'admin' })
  await page.goto(`/users?q=${mark}`)
  await expect(page.getByRole('button', { name: 'Manager 0' })).toBeVisible()
  await expectAccessible()
  await page.getByRole('button', { name: 'Created', exact: true }).click()
  await expectAccessible()
  await page.goto(`/users?q=${mark}none`)
  await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible()
  await expectAccessible()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the list is searched, sorted, paged and opened', async ({ page, signInAs, createUser }) => {
    await signInAs('admin')
    const mark = newMark()
    const [ada] = await createUsers(createUser, mark, ['Ada', 'Bob'])
    await page.goto('/users?sort=name')
    await searchField(page).fill(mark)
    await searchField(page).press('Enter')
    await expect(page).toHaveURL(`/users?sort=name&q=${mark}`)
    await expectNames(page, [`Ada ${mark}`, `Bob ${mark}`])
    await columnHeading(page, 'Name').getByRole('link').click()
    await expectNames(page, [`Bob ${mark}`, `Ada ${mark}`])
    await page.getByRole('link', { name: 'Administrators' }).click()
    await expect(columnHeading(page, 'Name')).toHaveAttribute('aria-sort', 'descending')
    await page.goBack()
    await page.getByRole('link', { name: `Ada ${mark}` }).click()
    await expect(page).toHaveURL(`/users/${ada?.id}`)
  })
})

const withMark = (mark: string) => (name: string) => `${name} ${mark}`
