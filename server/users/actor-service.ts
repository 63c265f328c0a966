import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError } from '@/server/errors'
import type { Database } from '@/server/platform/database'
import { lowerRole } from '@/server/tokens/token'
import { userRepository } from '@/server/users/user-repository'

/**
 * Who asks, read anew: for what is decided under a lock. A token's bound stays. Fails with `unauthenticated` when they
 * may not act at all any more.
 */
export async function actorNow(tx: Database, asked: Actor): Promise<Actor> {
  if (asked.id === null) return asked
  const now = await userRepository(tx).findById(asked.id)
  const isOver = now !== null && now.statusUntil !== null && now.statusUntil <= clock.now()
  const mayAct = now !== null && now.deletedAt === null && (now.status === 'active' || isOver)
  if (!mayAct) throw new AppError('unauthenticated', 'You were signed out. Sign in to go on.')
  const role = asked.roleMax ? lowerRole(now.role, asked.roleMax) : now.role
  return { ...asked, role, name: now.name, email: now.email }
}
