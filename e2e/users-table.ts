import { expect, type Page } from '@playwright/test'

/** The parts of the list of users, by the names that people know them by. */
export const usersTable = (page: Page) => page.getByRole('table', { name: 'Users' })
export const searchField = (page: Page) => page.getByRole('searchbox', { name: 'Search users' })
export const nextPage = (page: Page) => page.getByRole('link', { name: 'Next', exact: true })
export const previousPage = (page: Page) => page.getByRole('link', { name: 'Previous', exact: true })
export const columnHeading = (page: Page, name: string) =>
  usersTable(page).getByRole('columnheader', { name, exact: true })

/** The names in the list, from above; passes once they are these. */
export async function expectNames(page: Page, names: readonly string[]): Promise<void> {
  await expect.poll(() => namesIn(page)).toEqual(names)
}

export async function namesIn(page: Page): Promise<string[]> {
  const rows = usersTable(page).getByRole('row')
  // The first cell begins with the initials, the link in it is the name
  return rows.getByRole('cell').getByRole('link').allInnerTexts()
}
