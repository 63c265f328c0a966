import { createToken } from '@/server/tokens/token-service'
import type { UserRole } from '@/server/users/user'
import { newUser, system } from '@/server/users/user-test-people'
import { ask, type Opened, openDoor } from './door-fixture'

/** For tests: the API behind the real front door, and somebody of each role who asks it by a token. */
export type OpenedApi = {
  opened: Opened
  ids: Record<UserRole, string>
  tokens: Record<UserRole, string>
  /** `path` is the whole one; for `send` it goes on after `/api/v1`. */
  request: Request
  send: Request
  close: () => Promise<void>
}
type Request = (method: string, path: string, sent?: Sent) => Promise<Received>
type Sent = { as?: UserRole | null; token?: string; body?: unknown; headers?: Record<string, string> }
export type Received = Awaited<ReturnType<typeof ask>> & {
  // biome-ignore lint/suspicious/noExplicitAny: what was answered is what the tests are about
  json: any
}

export async function openApi(): Promise<OpenedApi> {
  const opened = await openDoor()
  const [admin, manager, user] = await Promise.all([member('admin'), member('manager'), member('user')])
  const tokens = { admin: admin.token, manager: manager.token, user: user.token }

  async function request(method: string, path: string, { as = 'admin', token, body, headers }: Sent = {}) {
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
    const bearer = token ?? (as === null ? undefined : tokens[as])
    const answer = await ask(opened.port, {
      method,
      path,
      headers: {
        ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
        ...(text ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
      body: text,
    })
    const isJson = /json$/.test(String(answer.headers['content-type'] ?? '')) && answer.body !== ''
    return { ...answer, json: isJson ? JSON.parse(answer.body) : undefined }
  }

  return {
    opened,
    ids: { admin: admin.id, manager: manager.id, user: user.id },
    tokens,
    request,
    send: (method, path, sent) => request(method, `/api/v1${path}`, sent),
    close: () => opened.door.drain(1000),
  }
}

async function member(role: UserRole) {
  const { id } = await newUser({ role, name: `The ${role}` })
  const { token } = await createToken(system(), { userId: id, name: 'Test', expiresInDays: 1 })
  return { id, token }
}
