import type { Browser, Page } from '@playwright/test'
import { type Person, sessionCookie } from './people'

/** The console as somebody else sees it at the same time, in a browser of their own. */
export async function pageOf(
  browser: Browser,
  person: Pick<Person, 'email' | 'password'>,
  baseURL: string | undefined,
): Promise<Page> {
  const context = await browser.newContext()
  await context.addCookies([{ ...(await sessionCookie(person)), url: baseURL ?? '' }])
  return context.newPage()
}
