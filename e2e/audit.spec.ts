import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { people } from './people'

const log = (page: Page) => page.getByRole('table', { name: 'Audit log' })
/** The rows of events: neither the headings nor the days. */
const rows = (page: Page) =>
  log(page)
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: /^Details/ }) })

test('an administrator finds what happened to a user, and opens it', { tag: '@smoke' }, async ({
  page,
  signInAs,
  createUser,
}) => {
  const admin = await signInAs('admin')
  const user = await createUser({ name: 'Ada Before' })
  await people.rename(user.id, 'Ada After')
  await page.goto('/audit')
  await page.getByRole('button', { name: 'User', exact: true }).click()
  await page.getByRole('textbox', { name: 'User' }).fill(user.email)
  await page.getByRole('textbox', { name: 'User' }).press('Enter')

  await expect(rows(page)).toHaveCount(2)
  expect(new URL(page.url()).searchParams.get('subject')).toBe(user.email)
  await expect(rows(page).first()).toContainText('Changed the name')
  await expect(rows(page).first()).toContainText('Ada After')
  await expect(log(page).getByRole('rowheader')).toContainText('Today')

  await rows(page)
    .first()
    .getByRole('button', { name: /^Details/ })
    .click()
  await expect(log(page).getByRole('definition').filter({ hasText: 'Ada Before' })).toContainText('Ada After')
  await expect(log(page).getByText('1 to 2')).toBeVisible()
  await log(page)
    .getByRole('link', { name: new RegExp(user.email) })
    .click()
  await expect(page).toHaveURL(`/users/${user.id}`)
  expect(admin.role).toBe('admin')
})

test('the address holds the filters: Back and a shared link show the same', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser({ status: 'locked' })
  await page.goto(`/audit?subject=${user.id}`)
  await expect(rows(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Action', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Locked', exact: true }).check()
  await page.getByRole('button', { name: 'Show these' }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(page).toHaveURL(/action=user\.locked/)
  await page.goBack()
  await expect(rows(page)).toHaveCount(2)
  await page.goto(`/audit?subject=${user.id}&action=user.created&outcome=done&via=api`)
  await expect(rows(page)).toHaveCount(1)
  await page.getByRole('link', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL('/audit')
})

test('what was refused stands there with its reason', async ({ page, baseURL, signInAs }) => {
  const admin = await signInAs('admin')
  const headers = { Origin: baseURL ?? '' }
  const answer = await page.request.post(`/api/v1/users/${admin.id}/suspend`, { headers, data: {} })
  expect(answer.status()).toBe(403)
  await page.goto(`/audit?actor=${admin.id}&action=user.suspended&outcome=done`)
  await expect(page.getByText('Nothing matches these filters')).toBeVisible()
  await page.getByRole('button', { name: 'Done', pressed: true }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('Tried to suspend')
  await expect(rows(page)).toContainText('They may not do this')
  await expect(rows(page)).toContainText('Refused')
  await rows(page)
    .getByRole('button', { name: /^Details/ })
    .click()
  await expect(log(page).getByText('Nothing was changed: they may not do this.')).toBeVisible()
  await expect(log(page).getByRole('button', { name: /^Undo/ })).toHaveCount(0)
})

test('a time that ends before it begins, and a mistyped address, are explained and not an error', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin')
  await page.goto('/audit?from=2026-11-23&to=2026-11-20')
  await expect(page.getByText('The time ends before it begins.')).toBeVisible()
  await page.goto('/audit?from=soon&action=nonsense&cursor=junk&limit=0')
  await expect(rows(page).first()).toBeVisible()
})

test('pages go to older events and back', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  for (const name of ['One', 'Two', 'Three']) await people.rename(user.id, name)
  await page.goto(`/audit?subject=${user.id}&limit=2`)
  await expect(rows(page).first()).toContainText('Three')
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(rows(page).first()).toContainText('One')
  await expect(rows(page)).toHaveCount(2)
  await expect(page.getByRole('link', { name: 'Next' })).toBeDisabled()
  await page.getByRole('link', { name: 'Previous' }).click()
  await expect(rows(page).first()).toContainText('Three')
})

for (const role of ['manager', 'user'] as const) {
  test(`a ${role} does not find the audit log`, async ({ page, signInAs }) => {
    await signInAs(role)
    const answer = await page.goto('/audit')
    expect(answer?.status()).toBe(404)
    await expect(log(page)).toHaveCount(0)
    expect((await page.request.get('/api/v1/events/export?format=csv')).status()).toBe(403)
  })
}

test('what the filters select is taken away as a file, and that is an event', async ({
  page,
  signInAs,
  createUser,
}) => {
  const admin = await signInAs('admin')
  const user = await createUser({ name: '=1+1' })
  await page.goto(`/audit?subject=${user.id}`)
  const take = async (format: RegExp) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: format }).click(),
    ])
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
  }
  const csv = await take(/CSV/)
  expect(csv.name).toMatch(/^roster-audit-log-\d{4}-\d\d-\d\d\.csv$/)
  expect(csv.text).toContain(`'=1+1 <${user.email}>`)
  const lines = await take(/JSON lines/)
  expect(lines.name).toMatch(/\.jsonl$/)
  expect(
    lines.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .at(-1),
  ).toEqual({ end: true, rows: 1 })

  await page.goto(`/audit?actor=${admin.id}&action=events.exported`)
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page).first()).toContainText('JSON lines, 1 event')
})

test('the keys j and k walk through the events, and Enter opens one', async ({ page, signInAs, createUser }) => {
  await signInAs('admin')
  const user = await createUser()
  await people.rename(user.id, 'Renamed')
  await page.goto(`/audit?subject=${user.id}`)
  await expect(rows(page)).toHaveCount(2)
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(rows(page).first().getByRole('button')).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('j')
  await expect(rows(page).nth(1).getByRole('button')).toBeFocused()
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(rows(page).first().getByRole('button')).toHaveAttribute('aria-expanded', 'true')
  await expect(log(page).getByText('1 to 2')).toBeVisible()
})

for (const width of [1440, 375]) {
  test(`the audit log is accessible and fits ${width} pixels`, async ({
    page,
    signInAs,
    createUser,
    expectAccessible,
  }) => {
    await signInAs('admin')
    const user = await createUser({ status: 'suspended', name: 'Hannelore Freifrau von Oberwiesenthal-Krüger' })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`/audit?subject=${user.id}`)
    await rows(page)
      .first()
      .getByRole('button', { name: /^Details/ })
      .click()
    await expect(log(page).getByText('1 to 2')).toBeVisible()
    await expectAccessible()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
}
