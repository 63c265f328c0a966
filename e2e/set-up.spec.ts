import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from './fixtures'

// A console of its own, which nobody has set up yet
test.skip(Boolean(process.env.BASE_URL), 'A deployed console has an administrator')
test.describe.configure({ mode: 'serial' })

let server: ChildProcess
let link: string

test.beforeAll(async () => {
  test.setTimeout(60_000)
  const settings = {
    PORT: '0',
    ROSTER_DATA_DIR: mkdtempSync(join(tmpdir(), 'roster-test-set-up-')),
    LOG_LEVEL: 'error',
  }
  const none = {
    ROSTER_ADMIN_EMAIL: '',
    ROSTER_ADMIN_PASSWORD: '',
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
    APP_URL: '',
  }
  server = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, ...settings, ...none },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: server.stdout ?? process.stdin })) {
    const found = /Make the first administrator at (\S+)/.exec(line)
    if (found?.[1]) {
      link = found[1]
      break
    }
  }
})
test.afterAll(() => {
  server.kill('SIGTERM')
})

test('without the secret there is nothing to set up', async ({ page }) => {
  const { origin } = new URL(link)
  for (const path of ['/set-up', '/set-up?secret=guess']) {
    expect((await page.goto(origin + path))?.status()).toBe(404)
  }
  expect((await page.request.get(`${origin}/readyz`)).status()).toBe(200)
})

test('what is wrong is said at its field, and what was typed stays but for the password', async ({
  page,
  expectAccessible,
}) => {
  await page.goto(link)
  await expectAccessible()
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('Email').fill('ada')
  await page.getByLabel('Password').fill('short')
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/name@example\.com/)
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace')
  await expect(page.getByLabel('Password')).toHaveValue('')
})

test('of two who have the link one becomes the administrator, and then the page is gone', async ({ browser }) => {
  const fill = async (name: string) => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(link)
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.com`)
    await page.getByLabel('Password').fill('correct horse battery staple')
    return page
  }
  const pages = [await fill('Ada'), await fill('Grace')]
  await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Create administrator' }).click()))
  const isIn = (url: URL) => url.pathname === '/users'
  await expect.poll(() => pages.filter((page) => isIn(new URL(page.url()))).length).toBe(1)
  const winner = pages.find((page) => isIn(new URL(page.url())))
  if (!winner) throw new Error('nobody came in')
  await expect(winner.getByRole('table', { name: 'Users' }).getByRole('row')).toHaveCount(2)
  expect((await winner.goto(link))?.status()).toBe(404)
})
