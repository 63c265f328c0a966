import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, actorLabel, type RequestFacts } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError, appErrorOf, forbidden, notFound } from '@/server/errors'
import type { EventAction, Subject } from '@/server/events/event'
import { recordEvent, recordRefusal } from '@/server/events/event-service'
import { log } from '@/server/log'
import { operation } from '@/server/operation'
import { type Database, database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { noteSettingsVersion } from '@/server/settings/settings-service'
import { lowerRole, type Token, type TokenCreate } from '@/server/tokens/token'
import { tokenRepository } from '@/server/tokens/token-repository'
import { actorNow } from '@/server/users/actor-service'
import type { UserRole } from '@/server/users/user'
import { userSubject } from '@/server/users/user-changes'
import { userCan } from '@/server/users/user-policy'
import { getUser } from '@/server/users/user-service'

/** So that a scanner finds one that was published by mistake. */
const prefix = 'roster_'
const tokenShape = /^roster_[A-Za-z0-9_-]{43}$/
const perUserMax = 50
const touchedEveryMs = 60_000

/**
 * Makes a token that acts as its owner, and answers its secret: the only time that anybody sees it. One's own, and as
 * an administrator anybody's. Fails with `not_found`, `forbidden`, or `invalid` where the owner has too many or may
 * not do as much as the token should.
 */
export const createToken = operation(
  'createToken',
  async (actor: Actor, input: TokenCreate): Promise<{ token: string; facts: Token }> => {
    const owner = await getUser(actor, input.userId)
    return atTheLog(actor, 'token.created', userSubject(owner.id, actorLabel(owner)), async (tx, record) => {
      if (!mayManage(await actorNow(tx, actor), owner.id))
        throw forbidden('Only administrators make tokens for others.')
      const role = input.role ?? lowerRole(owner.role, actor.roleMax ?? owner.role)
      if (lowerRole(role, owner.role) !== role || (actor.roleMax && lowerRole(role, actor.roleMax) !== role)) {
        throw new AppError('invalid', 'A token can’t do more than its owner.', { role: ['More than the owner may do'] })
      }
      if ((await tokenRepository(tx).countByUser(owner.id)) >= perUserMax) {
        throw new AppError('invalid', `${owner.name} has ${perUserMax} tokens already. Revoke one first.`)
      }
      const token = prefix + randomBytes(32).toString('base64url')
      const id = uuidv7()
      const now = clock.now()
      const expiresAt = new Date(now.getTime() + input.expiresInDays * 86_400_000)
      const made = { id, userId: owner.id, name: input.name, role, createdAt: now, expiresAt }
      await tokenRepository(tx).insert({ ...made, tokenHash: hashToken(token) })
      await record({ tokenId: id, name: input.name, role, expiresAt: expiresAt.toISOString() })
      return { token, facts: { ...made, userName: owner.name, userEmail: owner.email, lastUsedAt: null } }
    })
  },
)

/** One's own tokens, as an administrator anybody's, or all where no user is named. Fails with `forbidden`. */
export const listTokens = operation('listTokens', async (actor: Actor, userId?: string): Promise<Token[]> => {
  const isAllowed = userId === undefined ? isAdministrator(actor) : mayManage(actor, userId)
  if (!isAllowed) throw forbidden('Only administrators see the tokens of others.')
  const tokens = tokenRepository(database())
  return userId === undefined ? tokens.list() : tokens.listByUser(userId)
})

/** Ends a token at once. Fails with `not_found`, also where the actor may not see whose it is. */
export const revokeToken = operation('revokeToken', async (actor: Actor, id: string): Promise<void> => {
  const token = await tokenRepository(database()).findById(id)
  if (!token || !mayManage(actor, token.userId)) throw notFound('token')
  const owner = { name: token.userName, email: token.userEmail }
  await atTheLog(actor, 'token.revoked', userSubject(token.userId, actorLabel(owner)), async (tx, record) => {
    if (!mayManage(await actorNow(tx, actor), token.userId)) throw notFound('token')
    if (!(await tokenRepository(tx).deleteById(id))) throw notFound('token')
    await record({ tokenId: id, name: token.name })
  })
})

/**
 * Whom a token speaks for, asked at every request. Null for one that is unknown, revoked or run out, or whose owner
 * may not sign in. The role is the smaller of the token's and the owner's.
 */
export async function findActorByBearer(token: string, request: RequestFacts): Promise<Actor | null> {
  if (!tokenShape.test(token)) return null
  const now = clock.now()
  const found = await tokenRepository(database()).findLive(hashToken(token), now)
  if (!found) return null
  noteSettingsVersion(found.settingsVersion ?? 0)
  await touch(found.tokenId, found.lastUsedAt, now)
  const { user, roleMax } = found
  const role = lowerRole(user.role, roleMax)
  return { ...user, role, roleMax, mustChangePassword: false, sessionId: null, tokenId: found.tokenId, request }
}

/**
 * The role of those among `tokenIds` that still work, for streams that are open; to look is not to use. Fails with
 * `unavailable`.
 */
export async function liveTokenRoles(
  tokenIds: readonly string[],
  db: Database = database(),
): Promise<Map<string, UserRole>> {
  if (tokenIds.length === 0) return new Map()
  const rows = await tokenRepository(db).findLiveByIds(tokenIds, clock.now())
  return new Map(rows.map(({ tokenId, role, roleMax }) => [tokenId, lowerRole(role, roleMax)]))
}

async function touch(id: string, lastUsedAt: Date | null, now: Date): Promise<void> {
  const unusedSince = new Date(now.getTime() - touchedEveryMs)
  if (lastUsedAt !== null && lastUsedAt > unusedSince) return
  try {
    await tokenRepository(database()).touch(id, now, unusedSince)
  } catch (error) {
    // Reading goes on where writing does not
    log().warn({ err: error }, 'the use of a token could not be noted')
  }
}

function isAdministrator(actor: Actor): boolean {
  return userCan.manageTokensOfOthers(actor)
}

function mayManage(actor: Actor, userId: string): boolean {
  return actor.id === userId || isAdministrator(actor)
}

type Details = Record<string, string>

async function atTheLog<Result>(
  actor: Actor,
  action: EventAction,
  subject: Subject,
  work: (tx: Database, record: (details: Details) => Promise<string>) => Promise<Result>,
): Promise<Result> {
  try {
    return await inTransaction((tx) =>
      work(tx, (details) => recordEvent(tx, actor, { action, subject, outcome: 'done', details })),
    )
  } catch (error) {
    const code = appErrorOf(error)?.code ?? 'bug'
    await recordRefusal(actor, { action, subject, outcome: code === 'bug' ? 'failed' : 'refused', code })
    throw error
  }
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
