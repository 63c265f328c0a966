import { randomUUID } from 'node:crypto'
import { inTransaction } from '@/server/platform/transaction'
import { startSession } from '@/server/sessions/session-service'
import { createToken } from '@/server/tokens/token-service'
import type { User, UserRole } from '@/server/users/user'
import { newUser, system } from '@/server/users/user-test-people'

/** For tests: somebody who is signed in, and what they send to say so. */
export type SignedIn = {
  user: User
  tokenId: string
  sessionId: string
  byToken: { Authorization: string }
  byCookie: { Cookie: string }
}

export async function signedIn(role: UserRole = 'admin'): Promise<SignedIn> {
  const user = await newUser({ role })
  const { token, facts } = await createToken(system(), { userId: user.id, name: 'Faults', expiresInDays: 1 })
  const limits = { sessionIdleMinutes: 60, sessionDays: 1 }
  const from = { ip: null, userAgent: 'Faults' }
  const session = await inTransaction((tx) => startSession(tx, user.id, from, limits))
  return {
    user,
    tokenId: facts.id,
    sessionId: session.sessionId,
    byToken: { Authorization: `Bearer ${token}` },
    byCookie: { Cookie: `roster.session=${session.token}` },
  }
}

export function newEmail(): string {
  return `${randomUUID()}@roster.test`
}

/** The figures of a test, for whoever reads its output. */
export function tell(what: string, figures: Record<string, unknown>): void {
  process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`)
}
