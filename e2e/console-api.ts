import { request } from '@playwright/test'

/** The REST API of the console under test, asked with the token of an administrator. */
export async function askApi<Answer>(method: string, path: string, body?: unknown, version?: number): Promise<Answer> {
  const api = await request.newContext({ baseURL: baseURL() })
  try {
    const answer = await api.fetch(`/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${process.env.ROSTER_TOKEN ?? ''}`,
        ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { data: body }),
    })
    if (!answer.ok()) throw new Error(`${method} ${path} was answered with ${answer.status()}: ${await answer.text()}`)
    return await answer.json()
  } finally {
    await api.dispose()
  }
}

/** Set by the configuration: the console that it has started, or the one of BASE_URL. */
export function baseURL(): string {
  const url = process.env.ROSTER_E2E_URL
  if (!url) throw new Error('Run these tests by npm run e2e, which knows where the console is.')
  return url
}

/** The cookie that signing in gives, without opening a page. */
export async function sessionCookieOf(email: string, password: string): Promise<{ name: string; value: string }> {
  const browser = await request.newContext({
    baseURL: baseURL(),
    userAgent: 'Playwright',
    extraHTTPHeaders: { Origin: baseURL() },
  })
  try {
    const { csrfToken } = await (await browser.get('/api/auth/csrf')).json()
    await browser.post('/api/auth/callback/credentials', { form: { csrfToken, email, password }, maxRedirects: 0 })
    const { cookies } = await browser.storageState()
    const cookie = cookies.find(({ name }) => name.endsWith('roster.session'))
    if (!cookie) throw new Error(`${email} could not sign in`)
    return cookie
  } finally {
    await browser.dispose()
  }
}
