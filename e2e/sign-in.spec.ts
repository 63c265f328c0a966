import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { people } from './people'

async function signInByForm(page: Page, email: string, password: string) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('somebody signs in and goes on to the page that they asked for', { tag: '@smoke' }, async ({
  page,
  createUser,
}) => {
  const manager = await createUser({ role: 'manager' })
  await page.goto('/users?q=ada&sort=name')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await expect(page.getByText('You were signed out')).toHaveCount(0)
  await signInByForm(page, manager.email, manager.password)
  await expect(page).toHaveURL(/\/users\?q=ada&sort=name$/)
})

test('a wrong password and an unknown address get the same words, and the address typed stays', {
  tag: '@smoke',
}, async ({ page, createUser }) => {
  const user = await createUser()
  for (const email of [user.email, `nobody.${randomUUID()}@roster.test`]) {
    await page.goto('/sign-in')
    await signInByForm(page, email, 'wrong')
    await expect(page.getByText('That email and password don’t match.')).toBeVisible()
    await expect(page.getByLabel('Email')).toHaveValue(email)
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
  }
})

test('what is missing is said at its field', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/Enter an email address/)
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/Enter your password/)
  await signInByForm(page, 'ada', 'x')
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/name@example\.com/)
})

test('somebody whose session was ended is told so, and comes back to the same page', async ({ page, signInAs }) => {
  const user = await signInAs('user')
  await page.goto('/account')
  await expect(page).toHaveURL(/\/account$/)
  await people.changeRole(user.id, 'manager')
  await page.reload()
  await expect(page.getByText('You were signed out. Sign in to go on.')).toBeVisible()
  await signInByForm(page, user.email, user.password)
  await expect(page).toHaveURL(/\/account$/)
})

for (const status of ['suspended', 'locked'] as const) {
  test(`somebody ${status} is told no more than anybody else`, async ({ page, createUser }) => {
    const user = await createUser({ status })
    await page.goto('/sign-in')
    await signInByForm(page, user.email, user.password)
    await expect(page.getByText('That email and password don’t match.')).toBeVisible()
  })
}

test('two browsers are signed in at once, and one of them signs out', async ({ browser, createUser, baseURL }) => {
  const user = await createUser({ role: 'manager' })
  const [first, second] = await Promise.all([
    browser.newPage({ baseURL: baseURL ?? '' }),
    browser.newPage({ baseURL: baseURL ?? '' }),
  ])
  for (const page of [first, second]) {
    await page.goto('/sign-in')
    await signInByForm(page, user.email, user.password)
    await expect(page).toHaveURL(/\/users$/)
  }
  await first.getByRole('button', { name: `Account ${user.name}` }).click()
  await first.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(first.getByText('You are signed out.')).toBeVisible()
  await first.goto('/users')
  await expect(first).toHaveURL(/\/sign-in/)
  await second.reload()
  await expect(second).toHaveURL(/\/users$/)
})

test('a password that was given must be changed before anything else', async ({ page, createUser }) => {
  const user = await createUser({ role: 'manager', mustChangePassword: true })
  await page.goto('/users?q=ada')
  await signInByForm(page, user.email, user.password)
  await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible()
  await page.goto('/users?q=ada')
  await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible()

  await page.getByLabel('Current password').fill(user.password)
  await page.getByLabel('New password').fill('too short')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/Use at least 15 characters/)

  await page.getByLabel('Current password').fill(user.password)
  await page.getByLabel('New password').fill('nine patient badgers')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page).toHaveURL(/\/users\?q=ada$/)
})

for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example/', '/.//evil.example']) {
  test(`the way back never leads elsewhere: ${next}`, async ({ page, createUser, baseURL }) => {
    const user = await createUser({ role: 'manager' })
    await page.goto(`/sign-in?${new URLSearchParams({ next })}`)
    await signInByForm(page, user.email, user.password)
    await expect(page).toHaveURL(`${baseURL}/users`)
  })
}

test('next-auth’s own route signs in the same people, and nobody else', async ({ request, createUser, baseURL }) => {
  const [user, suspended] = [await createUser(), await createUser({ status: 'suspended' })]
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const enter = (email: string, password: string) =>
    request.post('/api/auth/callback/credentials', {
      form: { email, password, csrfToken },
      headers: { origin: baseURL ?? '' },
      maxRedirects: 0,
    })
  const session = async () => (await request.get('/api/auth/session')).json()

  for (const [email, password] of [
    [user.email, 'wrong'],
    [suspended.email, suspended.password],
  ] as const) {
    const refused = await enter(email, password)
    expect(refused.headers().location).toBe(`${baseURL}/sign-in?error=CredentialsSignin&code=invalid_credentials`)
    expect(await session()).toBeNull()
  }
  await enter(user.email, user.password)
  expect(await session()).toMatchObject({ user: { name: user.name, email: user.email } })
  await people.changeRole(user.id, 'manager')
  expect(await session()).toBeNull()
})

test('set-up is gone once there is an administrator', async ({ page }) => {
  expect((await page.goto(`/set-up?secret=${'a'.repeat(43)}`))?.status()).toBe(404)
})

test('the pages before the console are accessible', async ({ page, createUser, signIn, expectAccessible }) => {
  await page.goto('/sign-in?ended=1&next=/users')
  await expectAccessible()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/Enter/)
  await expectAccessible()
  await signIn(await createUser({ mustChangePassword: true }))
  await page.goto('/change-password')
  await expectAccessible()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('somebody signs in after a wrong try', async ({ page, createUser }) => {
    const user = await createUser({ role: 'manager' })
    await page.goto('/users?q=ada')
    await signInByForm(page, user.email, 'wrong')
    await expect(page.getByText('That email and password don’t match.')).toBeVisible()
    await expect(page.getByLabel('Email')).toHaveValue(user.email)
    await signInByForm(page, user.email, user.password)
    await expect(page).toHaveURL(/\/users\?q=ada$/)
  })

  test('somebody changes a password that was given', async ({ page, createUser, signIn }) => {
    const user = await createUser({ role: 'manager', mustChangePassword: true })
    await signIn(user)
    await page.goto('/users')
    await page.getByLabel('Current password').fill(user.password)
    await page.getByLabel('New password').fill('nine patient badgers')
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page).toHaveURL(/\/users$/)
  })
})
