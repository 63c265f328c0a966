import type { UserRole } from '@/server/users/user'

/** Through which door somebody came. */
export const vias = ['web', 'api', 'cli', 'import', 'system'] as const
export type Via = (typeof vias)[number]

/** What is known of the request that somebody made; goes into every event. */
export type RequestFacts = {
  requestId: string
  via: Via
  ip: string | null
  userAgent: string | null
  idempotencyKey?: string
}

/**
 * Who asks. `id` is null for the system itself (set-up, command line, jobs), which may do what an administrator may.
 * The role is as it was at look-up: the door reads it anew before it changes anything.
 */
export type Actor = {
  id: string | null
  name: string
  email: string | null
  role: UserRole
  mustChangePassword: boolean
  sessionId: string | null
  /** The token that they came with, instead of a session. */
  tokenId?: string
  /** A token's bound: however high its owner rises, it does no more. */
  roleMax?: UserRole
  request: RequestFacts
}

export function systemActor(request: RequestFacts, name = 'Roster'): Actor {
  return { id: null, name, email: null, role: 'admin', mustChangePassword: false, sessionId: null, request }
}

/** How the audit log calls somebody, kept as it was even when the account changes. */
export function actorLabel(actor: Pick<Actor, 'name' | 'email'>): string {
  return actor.email === null ? actor.name : `${actor.name} <${actor.email}>`
}

/** The name in a label: "Ada Lovelace" of "Ada Lovelace <ada@example.com>". */
export function nameInLabel(label: string): string {
  return /^(.+) <[^<>]+>$/.exec(label)?.[1] ?? label
}
