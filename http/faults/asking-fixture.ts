import { type Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** For tests: somebody who asks a console, notes how long it takes, and takes "no" for an answer. */
export type Asked = { method?: string; headers?: Record<string, string> | undefined; body?: unknown; agent?: Agent }
export type Answer = { status: number; headers: Record<string, string>; body: string; ms: number }

/** Status 0 where there was no answer, or not a whole one. A connection of its own unless an agent is given. */
export function ask(url: string, { method = 'GET', headers = {}, body, agent }: Asked = {}): Promise<Answer> {
  const beganAt = performance.now()
  const sent = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
  const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json'
  return new Promise((resolve) => {
    const answered = (status: number, given: Record<string, unknown> = {}, body = '') =>
      resolve({
        status,
        headers: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
        body,
        ms: Math.round(performance.now() - beganAt),
      })
    const asking = request(
      url,
      {
        method,
        headers: { ...(sent === undefined ? {} : { 'Content-Type': type }), ...headers },
        agent: agent ?? false,
      },
      (response) => {
        text(response).then(
          (body) => answered(response.statusCode ?? 0, response.headers, body),
          (error) => answered(0, {}, String(error)),
        )
      },
    )
    asking.on('error', (error) => answered(0, {}, String(error)))
    asking.end(sent)
  })
}

/** Signs in as the form does, and answers the cookie. */
export async function signIn(
  url: string,
  email: string,
  password: string,
): Promise<Answer & { cookie: string | null }> {
  const csrf = await ask(`${url}/api/auth/csrf`)
  const firstCookies = cookiesOf(csrf)
  const { csrfToken = '' } = csrf.status === 200 ? JSON.parse(csrf.body) : {}
  const answer = await ask(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { Origin: url, Cookie: firstCookies.join('; ') },
    body: new URLSearchParams({ csrfToken, email, password }).toString(),
  })
  const cookie = cookiesOf(answer).find((each) => /roster\.session=./.test(each)) ?? null
  return { ...answer, ms: csrf.ms + answer.ms, cookie }
}

function cookiesOf({ headers }: Answer): string[] {
  return (headers['set-cookie'] ?? '').split(/,(?=[^ ])/).map((cookie) => cookie.split(';')[0] ?? '')
}

/** The value that `share` of all are not above: 0.95 for the 95th percentile. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
