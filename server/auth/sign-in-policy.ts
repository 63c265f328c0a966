import type { ErrorCode } from '@/server/errors'
import type { User, UserRole } from '@/server/users/user'

/** Refusals take at least this long from their start, whatever was hashed or looked up, so that time tells nothing. */
export const refusalMsMin = 250

/** The same words for an account that is unknown, deleted, suspended or locked, and for a wrong password. */
export const refusalMessage = 'That email and password don’t match.'

export type SignInFacts = {
  user: Pick<User, 'status' | 'statusUntil' | 'deletedAt'> | null
  hasPassword: boolean
  isPasswordRight: boolean
}
/** What was asked, in this order, and how it came out. Goes into the event, for administrators to see. */
export type SignInTrace = {
  accountExists: boolean
  hasPassword?: boolean
  passwordMatches?: boolean
  isActive?: boolean
}
export type SignInDecision = { mayEnter: boolean; code: ErrorCode | null; trace: SignInTrace }

/** Who may sign in, and for administrators why not. What the person is told is always `refusalMessage`. */
export function decideSignIn({ user, hasPassword, isPasswordRight }: SignInFacts, now: Date): SignInDecision {
  if (!user || user.deletedAt !== null) return refuse('invalid_credentials', { accountExists: false })
  const isActive = isActiveAt(user, now)
  const trace: SignInTrace = { accountExists: true, hasPassword, passwordMatches: isPasswordRight, isActive }
  if (!hasPassword || !isPasswordRight) return refuse('invalid_credentials', trace)
  if (!isActive) return refuse(user.status === 'locked' ? 'account_locked' : 'account_suspended', trace)
  return { mayEnter: true, code: null, trace }
}

/** A suspension or lock whose time is over no longer holds, whether or not the job that lifts it has run. */
function isActiveAt({ status, statusUntil }: Pick<User, 'status' | 'statusUntil'>, now: Date): boolean {
  return status === 'active' || (statusUntil !== null && statusUntil <= now)
}

function refuse(code: ErrorCode, trace: SignInTrace): SignInDecision {
  return { mayEnter: false, code, trace }
}

/**
 * Whom an address belongs to for the brakes. With IPv6 everybody has at least a /64 to choose addresses from, and a
 * /48 costs nothing; so `bits` of it count as one. Addresses of version 4 stand for themselves.
 */
export function networkOf(ip: string | null, bits: 64 | 48 = 64): string {
  if (ip === null) return 'unknown'
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped?.[1]) return mapped[1]
  if (!ip.includes(':')) return ip
  const [before = '', after] = ip.toLowerCase().split('::')
  const head = groups(before)
  const tail = groups(after ?? '')
  const zeros = after === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  const network = [...head, ...zeros, ...tail].slice(0, bits / 16).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${network.join(':')}::/${bits}`
}

/** An IPv4 tail stands for two groups; nobody's first 64 bits depend on what is in them. */
function groups(text: string): string[] {
  return text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : group === '' ? [] : [group]))
}

/**
 * Where to go after signing in, if `text` is an address of this console: a path, and nothing that a browser could
 * read as another host. Answers null for everything else, also for the ways in, which would lead round in circles.
 */
export function returnPath(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2000) return null
  // Browsers take \ for /, and drop tabs and line ends before they look
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null
  const base = 'http://roster.invalid'
  if (!URL.canParse(text, base)) return null
  const { origin, pathname, search } = new URL(text, base)
  // "/.//evil.example" begins well and becomes "//evil.example"
  if (origin !== base || pathname.startsWith('//')) return null
  return /^\/($|(sign-in|sign-out|set-up|change-password|api|_next)(\/|$))/.test(pathname) ? null : pathname + search
}

/** Where somebody begins who was not on the way anywhere. */
export function homePath(role: UserRole): string {
  return role === 'user' ? '/account' : '/users'
}
