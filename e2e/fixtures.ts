import { randomUUID } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { askApi } from './console-api'
import { type Person, type PersonWish, people, sessionCookie } from './people'

type Fixtures = {
  /** A person of one's own: what is not wished for is made up, and nobody else's test sees or changes it. */
  createUser: (wish?: PersonWish) => Promise<Person>
  /** Makes a person of this role and signs the browser in as them. */
  signInAs: (role: Person['role'], wish?: PersonWish) => Promise<Person>
  /** Signs the browser in as somebody who is there already. */
  signIn: (person: Person) => Promise<void>
  /** From now on the console believes that it is this many seconds later, for this browser and nobody else. */
  moveClock: (seconds: number) => Promise<void>
  /** Passes once the audit log has an event about this user that is so; fails when it does not come. */
  expectEvent: (userId: string, event: ExpectedEvent) => Promise<void>
  /** Fails when the page, as it is now, breaks a rule of WCAG 2.2 AA, in the light or in the dark. */
  expectAccessible: () => Promise<void>
}

type ExpectedEvent = { action: string; outcome?: string; code?: string | null; reason?: string | null; via?: string }

export const test = base.extend<Fixtures>({
  createUser: async ({}, use) => {
    await use((wish) => people.create({ ...unique(), ...wish }))
  },

  signIn: async ({ context, baseURL }, use) => {
    await use(async (person) => {
      await context.addCookies([{ ...(await sessionCookie(person)), url: baseURL ?? '' }])
    })
  },

  signInAs: async ({ createUser, signIn }, use) => {
    await use(async (role, wish) => {
      const person = await createUser({ ...wish, role })
      await signIn(person)
      return person
    })
  },

  moveClock: async ({ context }, use) => {
    await use(async (seconds) => {
      const headers = { 'x-roster-clock': String(seconds) }
      const answer = await context.request.get('/healthz', { headers })
      test.skip(!answer.headers()['x-roster-clock'], 'This console runs without ROSTER_TEST_CLOCK')
      await context.setExtraHTTPHeaders(headers)
    })
  },

  expectEvent: async ({}, use) => {
    await use(async (userId, expected) => {
      const query = new URLSearchParams({ subject: userId, limit: '100' })
      await expect
        .poll(async () => (await askApi<{ data: object[] }>('GET', `/events?${query}`)).data, {
          message: `an event ${JSON.stringify(expected)}`,
        })
        .toContainEqual(expect.objectContaining(expected))
    })
  },

  expectAccessible: async ({ page }, use) => {
    await use(async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        // Drawn in its colours before they are read: a busy machine takes a moment
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
        const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }))
        expect(found, `accessible in the ${colorScheme}`).toEqual([])
      }
    })
  },
})

export { expect }

/** Passes once the table **Users** has a row whose cells, by the heading of their column, hold these texts. */
export async function expectRow(page: Page, cells: Record<string, string>): Promise<void> {
  await expect
    .poll(async () => (await tableRows(page)).some((row) => holds(row, cells)), {
      message: `a row with ${JSON.stringify(cells)}`,
    })
    .toBe(true)
}

/** Passes once no row holds them; the table itself, or the words that nobody matches, must be there. */
export async function expectNoRow(page: Page, cells: Record<string, string>): Promise<void> {
  await expect
    .poll(async () => (await tableRows(page)).some((row) => holds(row, cells)), {
      message: `no row with ${JSON.stringify(cells)}`,
    })
    .toBe(false)
}

async function tableRows(page: Page): Promise<Record<string, string>[]> {
  const table = page.getByRole('table', { name: 'Users' })
  const headings = (await table.getByRole('columnheader').allInnerTexts()).map((text) => text.trim())
  const rows = await table.getByRole('row').all()
  const texts = await Promise.all(rows.map((row) => row.getByRole('cell').allInnerTexts()))
  return texts
    .filter((row) => row.length > 0)
    .map((row) => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])))
}

function holds(row: Record<string, string>, cells: Record<string, string>): boolean {
  return Object.entries(cells).every(([heading, text]) => row[heading]?.includes(text))
}

function unique(): { name: string; email: string } {
  const mark = randomUUID().slice(0, 8)
  return { name: `Test Person ${mark}`, email: `person.${mark}@roster.test` }
}
