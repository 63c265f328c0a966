import { expect, test } from './fixtures'

// Time is the subject here: each browser has its own

test('a session that is not used for half a day ends, and the way back is kept', async ({
  page,
  signInAs,
  moveClock,
}) => {
  await signInAs('admin')
  await page.goto('/users')
  await moveClock(11 * 3600)
  await page.goto('/users/new')
  await expect(page.getByRole('heading', { name: 'New user' })).toBeVisible()

  await moveClock(11 * 3600 + 12 * 3600 + 60)
  await page.goto('/users/new')
  await expect(page).toHaveURL(/\/sign-in\?.*next=%2Fusers%2Fnew/)
  await expect(page.getByText('You were signed out')).toBeVisible()
})

test('a session ends after a week, however much it is used', async ({ page, signInAs, moveClock }) => {
  await signInAs('admin')
  const day = 24 * 3600
  for (let halfDays = 1; halfDays <= 13; halfDays++) {
    await moveClock((halfDays * day) / 2 - 3600 * 0.9 * halfDays)
    expect((await page.request.get('/api/v1/users?limit=1')).status()).toBe(200)
  }
  await moveClock(7 * day + 60)
  expect((await page.request.get('/api/v1/users?limit=1')).status()).toBe(401)
})

test('a pause after ten wrong passwords ends by itself', async ({ page, createUser, moveClock }) => {
  const user = await createUser()
  // An address of its own would be needed to see the pause alone; the account's pause comes first
  for (let guess = 0; guess < 10; guess++) {
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(user.email)
    await page.getByLabel('Password').fill(`guess number ${guess}`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('don’t match')
  }
  const tryRightOne = async () => {
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(user.email)
    await page.getByLabel('Password').fill(user.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  await tryRightOne()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Too many tries')
  await moveClock(16 * 60)
  await tryRightOne()
  await expect(page).toHaveURL(/\/account/)
})
