import type { Actor } from '@/server/auth/actor'
import { ownConnection } from '@/server/platform/own-connection'
import { processWide } from '@/server/platform/process-wide'
import { liveSessionRoles } from '@/server/sessions/session-service'
import { liveTokenRoles } from '@/server/tokens/token-service'
import type { UserRole } from '@/server/users/user'

/** What open pages are told comes past the pool; so must the right to it, or a full pool would let people see on. */
const connection = () => processWide('live-roles', ownConnection)

/**
 * The role that each of those who look on has now; absent where the session or token has ended. Fails with
 * `unavailable`.
 */
export async function liveRoles(actors: readonly Actor[]): Promise<Map<Actor, UserRole>> {
  const idsOf = (key: 'sessionId' | 'tokenId') => [...new Set(actors.flatMap((actor) => actor[key] ?? []))]
  try {
    const db = await connection().get()
    const sessions = await liveSessionRoles(idsOf('sessionId'), db)
    const tokens = await liveTokenRoles(idsOf('tokenId'), db)
    const roleOf = ({ tokenId, sessionId }: Actor) => (tokenId ? tokens.get(tokenId) : sessions.get(sessionId ?? ''))
    return new Map(
      actors.flatMap((actor) => {
        const role = roleOf(actor)
        return role ? [[actor, role] as const] : []
      }),
    )
  } catch (error) {
    connection().drop()
    throw error
  }
}

/** While nobody looks on. */
export function closeLiveRoles(): Promise<void> {
  return connection().close()
}
