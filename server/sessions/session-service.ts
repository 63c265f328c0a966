import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Actor, RequestFacts } from '@/server/auth/actor'
import { evenIfNobodyWaits } from '@/server/caller'
import { clock } from '@/server/clock'
import { forbidden, notFound } from '@/server/errors'
import type { Subject } from '@/server/events/event'
import { recordEvent, recordRefusal } from '@/server/events/event-service'
import { log } from '@/server/log'
import { operation } from '@/server/operation'
import { type Database, database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { deviceName, type Session } from '@/server/sessions/session'
import { sessionRepository } from '@/server/sessions/session-repository'
import type { Settings } from '@/server/settings/settings'
import { noteSettingsVersion } from '@/server/settings/settings-service'
import { actorNow } from '@/server/users/actor-service'
import type { UserRole } from '@/server/users/user'
import { userCan } from '@/server/users/user-policy'

type Owner = NonNullable<Awaited<ReturnType<ReturnType<typeof sessionRepository>['findOwner']>>>
type Limits = Pick<Settings, 'sessionIdleMinutes' | 'sessionDays'>

const tokenBytes = 32
const tokenShape = /^[A-Za-z0-9_-]{43}$/

/**
 * Makes a session in the transaction that is given and answers its token, which is kept nowhere but in the cookie.
 * Sessions of the same person that have run out are cleared away.
 */
export async function startSession(
  db: Database,
  userId: string,
  request: Pick<RequestFacts, 'ip' | 'userAgent'>,
  limits: Limits,
): Promise<{ token: string; sessionId: string; expiresAt: Date }> {
  const now = clock.now()
  const token = randomBytes(tokenBytes).toString('base64url')
  const sessionId = uuidv7()
  const expiresAt = new Date(now.getTime() + limits.sessionDays * 86_400_000)
  const sessions = sessionRepository(db)
  await sessions.deleteExpired(userId, now)
  await sessions.insert({
    id: sessionId,
    tokenHash: hashToken(token),
    userId,
    createdAt: now,
    lastUsedAt: now,
    idleSeconds: limits.sessionIdleMinutes * 60,
    expiresAt,
    ip: request.ip,
    userAgent: request.userAgent?.slice(0, 500),
  })
  return { token, sessionId, expiresAt }
}

/**
 * Whom a cookie's token speaks for, at this moment: asked at every request and never cached, so that a session that
 * was ended, or an account that was suspended, stops at once on every instance. Answers null for a token that is
 * unknown, run out, idle for too long, or of somebody who may no longer sign in. Fails with unavailable.
 */
export async function findActorByToken(token: string, request: RequestFacts): Promise<Actor | null> {
  if (!tokenShape.test(token)) return null
  const now = clock.now()
  const found = await sessionRepository(database()).findLive(hashToken(token), now)
  if (!found) return null
  const { user, sessionId, settingsVersion } = found
  noteSettingsVersion(settingsVersion ?? 0)
  await touch(sessionId, found.lastUsedAt, found.idleSeconds, now)
  return { ...user, sessionId, request }
}

/**
 * The role of those among `sessionIds` that still work, for streams that are open: to look at a page is not to use the
 * session. Fails with `unavailable`.
 */
export async function liveSessionRoles(
  sessionIds: readonly string[],
  db: Database = database(),
): Promise<Map<string, UserRole>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await sessionRepository(db).findLiveByIds(sessionIds, clock.now())
  return new Map(rows.map(({ sessionId, role }) => [sessionId, role]))
}

/** The sessions of somebody that could still be used. Fails with not_found and forbidden. */
export const listSessions = operation('listSessions', async (actor: Actor, userId: string): Promise<Session[]> => {
  const sessions = sessionRepository(database())
  const owner = await sessions.findOwner(userId)
  if (!owner || !userCan.view(actor, owner)) throw notFound('user')
  if (!userCan.viewSessions(actor, owner)) throw forbidden('You may not see the sessions of this user.')
  const rows = await sessions.listByUser(userId, clock.now())
  return rows.map(({ userAgent, ...row }) => ({
    ...row,
    device: deviceName(userAgent),
    isCurrent: row.id === actor.sessionId,
  }))
})

/** Ends one session, one's own or that of somebody whom one looks after. Fails with not_found and forbidden. */
export const endSession = operation('endSession', async (actor: Actor, sessionId: string): Promise<void> => {
  const userId = await sessionRepository(database()).findUserId(sessionId)
  if (!userId) throw notFound('session')
  const ended = await endAllowed(actor, userId, 'session', (sessions) => sessions.deleteById(sessionId))
  if (ended === 0) throw notFound('session')
})

/**
 * Ends all sessions of somebody; of one's own, all but the one that asks. Answers how many there were.
 * Fails with not_found and forbidden.
 */
export const endAllSessions = operation('endAllSessions', async (actor: Actor, userId: string): Promise<number> => {
  const except = actor.id === userId ? actor.sessionId : null
  return endAllowed(actor, userId, 'user', (sessions) => sessions.deleteByUser(userId, except))
})

/**
 * For the door alone, inside its transaction: whoever changes an account's status, role or password ends what was
 * signed in before. Asks no right and writes no event; the door's own event says how many there were.
 */
export async function endSessionsOfUser(
  db: Database,
  userId: string,
  exceptSessionId: string | null = null,
): Promise<number> {
  const ended = await sessionRepository(db).deleteByUser(userId, exceptSessionId)
  return ended.length
}

/** Signing out: whoever holds the token may end it. Answers whether there was anything to end. */
export async function endSessionByToken(token: string, request: RequestFacts): Promise<boolean> {
  if (!tokenShape.test(token)) return false
  // Whoever signs out and closes the page at once is signed out all the same
  return evenIfNobodyWaits(() =>
    inTransaction(async (tx) => {
      const sessions = sessionRepository(tx)
      const ended = await sessions.deleteByToken(hashToken(token))
      const owner = ended && (await sessions.findOwner(ended.userId))
      if (!ended || !owner) return false
      const actor: Actor = { ...owner, mustChangePassword: false, sessionId: ended.id, request }
      const details = { sessionId: ended.id, signedOut: true }
      await recordEvent(tx, actor, { action: 'session.ended', subject: subjectOf(owner), outcome: 'done', details })
      return true
    }),
  )
}

type Sessions = ReturnType<typeof sessionRepository>

/** Lock, then ask, then delete, then say so: the right is about both people as they are now. */
async function endAllowed(
  actor: Actor,
  userId: string,
  noun: string,
  end: (sessions: Sessions) => Promise<string[]>,
): Promise<number> {
  const { ended, refused } = await inTransaction(async (tx) => {
    const sessions = sessionRepository(tx)
    const owner = await sessions.lockOwner(userId)
    const asking = await actorNow(tx, actor)
    if (!owner || !userCan.view(asking, owner)) throw notFound(noun)
    if (!userCan.endSessions(asking, owner)) return { ended: [], refused: owner }
    const ids = await end(sessions)
    for (const sessionId of ids) {
      const happening = { action: 'session.ended', subject: subjectOf(owner), outcome: 'done' } as const
      await recordEvent(tx, actor, { ...happening, details: { sessionId } })
    }
    return { ended: ids, refused: null }
  })
  if (!refused) return ended.length
  const happening = { action: 'session.ended', outcome: 'refused', code: 'forbidden' } as const
  await recordRefusal(actor, { ...happening, subject: subjectOf(refused) })
  throw forbidden('You may not end the sessions of this user.')
}

/** At most once a minute, and often enough that nobody who is at work counts as idle. */
async function touch(sessionId: string, lastUsedAt: Date, idleSeconds: number, now: Date): Promise<void> {
  const unusedSince = new Date(now.getTime() - Math.min(60, idleSeconds / 4) * 1000)
  if (lastUsedAt > unusedSince) return
  try {
    await sessionRepository(database()).touch(sessionId, now, unusedSince)
  } catch (error) {
    // A database that can't write now must not keep people from reading
    log().warn({ err: error, sessionId }, 'the last use of a session could not be written')
  }
}

function subjectOf(owner: Owner): Subject {
  return { kind: 'user', id: owner.id, label: `${owner.name} <${owner.email}>` }
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
