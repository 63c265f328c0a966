import { hash, parseOptions, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { AppError } from '@/server/errors'
import { processWide } from '@/server/platform/process-wide'
import { passwordMax } from '@/server/users/user'

/**
 * Argon2id with 19 MiB, two passes, one lane: the floor of the OWASP Password Storage Cheat Sheet. 22 ms of one core.
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * Hashing runs on libuv's four threads, which also open files and look up names: more than two at once would hold
 * everything else up. What waits is bounded too, at about half a second of work.
 */
const atOnce = 2
const waitingMax = 60

/** Well-formed, and of no password: where there is none to compare, the same work is done for it. */
const hashOfNothing = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

const limiter = () => processWide('password-limiter', () => pLimit(atOnce))

/** Fails with `unavailable` when too many are waiting. The password has passed the policy, which bounds its length. */
export async function hashPassword(password: string): Promise<string> {
  refuseOverlong(password)
  return bounded(() => hash(bytesOf(password), cost))
}

/**
 * Whether `password` belongs to `passwordHash`. Takes the same time for an account without a password or without
 * existence (null). Fails with `unavailable` when too many are waiting.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  refuseOverlong(password)
  const known = passwordHash?.startsWith('$argon2') ? passwordHash : null
  const isRight = await bounded(() => verify(known ?? hashOfNothing, bytesOf(password)))
  return known !== null && isRight
}

/** Whether the hash is weaker than those that we make now: it is replaced at the next sign-in. */
export function needsRehash(passwordHash: string): boolean {
  if (!passwordHash.startsWith('$argon2id$')) return true
  const { memoryCost, timeCost, parallelism } = parseOptions(passwordHash)
  return memoryCost < cost.memoryCost || timeCost < cost.timeCost || parallelism < cost.parallelism
}

async function bounded<Result>(work: () => Promise<Result>): Promise<Result> {
  const limit = limiter()
  if (limit.pendingCount >= waitingMax) {
    const message = 'Too many people are signing in at this moment. Try again in a few seconds.'
    throw new AppError('unavailable', message, {}, { retryAfterSeconds: 2 })
  }
  return limit(work)
}

/** The doors refuse it with a message; what is not refused there must still not get to the hash. */
function refuseOverlong(password: string): void {
  if (password.length > passwordMax) throw new AppError('invalid', `Use at most ${passwordMax} characters`)
}

/** Keyboards differ in how they compose accents (NIST SP 800-63B-4, 3.1.1.2). */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFC'))
}
