import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, actorLabel } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError, appErrorOf, forbidden, notFound } from '@/server/errors'
import type { Change, EventAction, FieldValues, Subject } from '@/server/events/event'
import { changesSince, recordEvent, recordRefusal } from '@/server/events/event-service'
import { keepResult } from '@/server/idempotency/idempotency-service'
import { administratorsLock, type Database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { endSessionsOfUser } from '@/server/sessions/session-service'
import { endTokensOfUser } from '@/server/tokens/token-end-service'
import { actorNow } from '@/server/users/actor-service'
import type { User, UserUpdate } from '@/server/users/user'
import { differences, endsSessions } from '@/server/users/user-differences'
import { userCan } from '@/server/users/user-policy'
import { userRepository } from '@/server/users/user-repository'
import { type NewUser, type UserPatch, userWriteRepository } from '@/server/users/user-write-repository'

export type ChangeOptions = {
  /** Whom it is about, so that also what is refused before the row was read is found under that user. */
  userId?: string
  /** In the person's words. */
  reason?: string | null
  /** Required where an active administrator may be lost: all who do so pass one by one. */
  takesAdministrators?: boolean
  /** The change is made on this version or not at all. */
  ifVersion?: number | undefined
  /** What else the event says. */
  details?: Record<string, string>
}

export type { UserPatch }

/** What a change set did. `eventId` is null when everything was so already. */
export type Changed = { user: User; eventId: string | null; endedSessions: number }

/**
 * The one door: whoever changes users does it here. In one transaction it takes the locks, reads the actor anew,
 * lets the work write rows, and records one event with every field before and after. What is refused or fails is
 * rolled back and recorded too.
 */
export async function changeUsers(
  actor: Actor,
  action: EventAction,
  options: ChangeOptions,
  work: (door: Door) => Promise<User>,
): Promise<Changed> {
  let subject: Subject | null = options.userId ? userSubject(options.userId, '') : null
  try {
    return await inTransaction(async (tx) => {
      // Before any row lock, or two who wait for each other's rows would deadlock
      if (options.takesAdministrators) await tx.execute(sql`select pg_advisory_xact_lock(${administratorsLock})`)
      const door = new Door(tx, actor, options.ifVersion)
      try {
        const user = await work(door)
        const eventId = await door.record(action, user, options)
        // In the same transaction, so that a repeated request finds what was done even if the answer was lost
        await keepResult(tx, actor, user)
        return { user, eventId, endedSessions: door.endedSessions }
      } finally {
        subject = door.subject ?? subject
      }
    })
  } catch (error) {
    const known = appErrorOf(error)
    await recordRefusal(actor, {
      action,
      subject,
      outcome: known && known.code !== 'unavailable' ? 'refused' : 'failed',
      code: known?.code ?? 'bug',
      reason: options.reason,
      details: options.details,
    })
    throw error
  }
}

/** What work at the door can do. One for each transaction; it remembers what was written. */
export class Door {
  endedSessions = 0
  private endedTokens = 0
  subject: Subject | null = null
  private readonly changes: Change[] = []

  constructor(
    readonly tx: Database,
    private readonly asked: Actor,
    private readonly ifVersion: number | undefined,
  ) {}

  /** Holds the user's row, then reads the actor as they are now: rights are asked of both under the lock. */
  async lock(id: string): Promise<{ actor: Actor; user: User | null }> {
    const user = await userRepository(this.tx).lockById(id)
    if (user) this.subject = userSubject(user.id, actorLabel(user))
    return { actor: await this.actor(), user }
  }

  /** The actor as they are now. Fails with `unauthenticated` when they may not act at all any more. */
  async actor(): Promise<Actor> {
    return actorNow(this.tx, this.asked)
  }

  async create(values: Omit<NewUser, 'id' | 'status' | 'createdAt'>): Promise<User> {
    const id = uuidv7()
    this.subject = userSubject(id, actorLabel(values))
    const writing = userWriteRepository(this.tx).insert({ ...values, id, status: 'active', createdAt: clock.now() })
    const user = await whenAddressIsFree(writing)
    const { name, email, role, status, mustChangePassword } = user
    const after: FieldValues = { name, email, role, status }
    if (values.passwordHash !== null) Object.assign(after, { password: 'changed', mustChangePassword })
    this.changes.push({ subject: userSubject(user.id, actorLabel(user)), version: user.version, before: {}, after })
    return user
  }

  /**
   * Changes what differs, raises the version, and ends the user's sessions where they must not go on. Nothing
   * differs: nothing is written. Fails with `already_exists` when the address is taken, and with `version_stale`.
   */
  async write(user: User, patch: UserPatch, options: { keepSessionId?: string | null } = {}): Promise<User> {
    this.refuseStale(user)
    const { before, after } = differences(user, patch)
    if (Object.keys(after).length === 0) return user
    const updating = userWriteRepository(this.tx).update(user.id, user.version, patch, clock.now())
    const written = await whenAddressIsFree(updating)
    if (!written) throw new Error('a locked user was changed by somebody else')
    this.changes.push({ subject: userSubject(user.id, actorLabel(written)), version: written.version, before, after })
    if (endsSessions(patch)) {
      this.endedSessions += await endSessionsOfUser(this.tx, user.id, options.keepSessionId)
    }
    if (patch.passwordHash !== undefined) this.endedTokens += await endTokensOfUser(this.tx, user.id)
    return written
  }

  private refuseStale(user: User): void {
    if (this.ifVersion === undefined || this.ifVersion === user.version) return
    throw new AppError(
      'version_stale',
      `This user is at version ${user.version} now. Load it again, then repeat the change.`,
    )
  }

  /** Fails with `last_administrator` when nobody could administer any more without this user. */
  async keepAnAdministrator(user: User): Promise<void> {
    const isOne = user.role === 'admin' && user.status === 'active' && user.deletedAt === null
    if (isOne && !(await userRepository(this.tx).hasOtherActiveAdministrator(user.id))) {
      throw new AppError(
        'last_administrator',
        `${user.name} is the last active administrator. Make somebody else one first.`,
      )
    }
  }

  /**
   * The fields as they were at `version`, rebuilt from the history, and who changed them last. A field is absent
   * where the history does not reach back.
   */
  async baseOf(user: User, version: number): Promise<{ base: Partial<UserUpdate>; by: string; at: Date }> {
    const later = await changesSince(this.tx, user.id, version)
    const last = later.at(-1)
    const isWhole = later.length === user.version - version
    const base: Partial<UserUpdate> = isWhole ? { name: user.name, email: user.email } : {}
    for (const change of later.toReversed()) {
      if (typeof change.before.name === 'string') base.name = change.before.name
      if (typeof change.before.email === 'string') base.email = change.before.email
    }
    return { base, by: last?.actorLabel ?? 'Somebody', at: last?.createdAt ?? user.updatedAt }
  }

  /** Writes the event of everything that was written here, in the same transaction; null when nothing was. */
  async record(action: EventAction, user: User, { reason, details }: ChangeOptions): Promise<string | null> {
    if (this.changes.length === 0) return null
    const ended = Object.entries({ endedSessions: this.endedSessions, endedTokens: this.endedTokens })
    return recordEvent(this.tx, this.asked, {
      action,
      subject: userSubject(user.id, actorLabel(user)),
      outcome: 'done',
      reason,
      details: { ...details, ...Object.fromEntries(ended.filter(([, count]) => count > 0)) },
      changes: this.changes,
    })
  }
}

/** Signing in is no edit: no version, no change record; the event is the session's own. */
export async function noteSignIn(tx: Database, userId: string, at: Date): Promise<void> {
  await userWriteRepository(tx).updateLastSignIn(userId, at)
}

/** Puts the same password under a stronger hash. No edit either. */
export async function replacePasswordHash(tx: Database, userId: string, old: string, stronger: string): Promise<void> {
  await userWriteRepository(tx).replaceHash(userId, old, stronger)
}

export function userSubject(id: string, label: string): Subject {
  return { kind: 'user', id, label }
}

/**
 * Holds the user's row and asks whether the actor, as they are now, may do this. Reads hide, writes refuse: fails
 * with `not_found` where they may not even see the user, else with `forbidden`.
 */
export async function visibleUser(
  door: Door,
  id: string,
  may: (actor: Actor, user: User) => boolean,
  refusal: string,
): Promise<User> {
  const { actor, user } = await door.lock(id)
  if (!user || !userCan.view(actor, user)) throw notFound('user')
  if (!may(actor, user)) throw forbidden(refusal)
  return user
}

/** Fails with `deleted`: what is in the trash is restored before it is changed. */
export function refuseDeleted(user: User): void {
  if (user.deletedAt !== null) throw new AppError('deleted', `${user.name} is in the trash. Restore the account first.`)
}

async function whenAddressIsFree<Result>(writing: Promise<Result>): Promise<Result> {
  try {
    return await writing
  } catch (error) {
    if (!isTakenAddress(error)) throw error
    const message = 'This address is already in use'
    throw new AppError('already_exists', message, { email: [message] }, { cause: error })
  }
}

function isTakenAddress(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error && 'constraint' in cause && cause.constraint === 'users_email_live'
}
