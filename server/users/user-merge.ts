import { AppError } from '@/server/errors'
import type { UserUpdate } from '@/server/users/user'

export type UserConflictFacts = {
  /** What the form showed; absent for a field whose history does not reach back that far. */
  base: Partial<UserUpdate>
  mine: UserUpdate
  theirs: UserUpdate
  theirVersion: number
  changedBy: string
  changedAt: Date
}

/** Two people changed the same field; nothing was saved. */
export class UserConflict extends AppError {
  override name = 'UserConflict'
  readonly facts: UserConflictFacts

  constructor(facts: UserConflictFacts) {
    super('conflict', `${facts.changedBy} saved this user while you were editing.`)
    this.facts = facts
  }
}

/**
 * An edit made on `base`, brought onto `theirs`: what only one side changed is taken from that side. Null when both
 * changed the same field to different values.
 */
export function mergeUserUpdate(base: Partial<UserUpdate>, mine: UserUpdate, theirs: UserUpdate): UserUpdate | null {
  const name = mergeField(base.name, mine.name, theirs.name)
  const email = mergeField(base.email, mine.email, theirs.email)
  return name === null || email === null ? null : { name, email }
}

/** What a field becomes, or null when both sides changed it differently. `base` is undefined where nobody knows it. */
export function mergeField(base: string | undefined, mine: string, theirs: string): string | null {
  if (mine === theirs || mine === base) return theirs
  return theirs === base ? mine : null
}
