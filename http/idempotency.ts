import { createHmac } from 'node:crypto'
import type { Actor } from '@/server/auth/actor'
import { env } from '@/server/env'
import { AppError, appErrorOf, type ErrorCode } from '@/server/errors'
import { claimKey, keepAnswer, releaseKey } from '@/server/idempotency/idempotency-service'
import { log } from '@/server/log'
import type { ApiContext } from './api'
import { problemOfError, problemResponse } from './problem'
import { requestIdOf } from './request-facts'

const keptRefusals: readonly ErrorCode[] = [
  'already_exists',
  'last_administrator',
  'deleted',
  'conflict',
  'version_stale',
]

/**
 * Does `work` once for each `Idempotency-Key` of an actor, and gives its answer to every repetition for 24 hours;
 * `answerOf` makes it from what the change has kept, when the first answer was lost. Without the header it is plain
 * work. What the state of a user refused is kept too. Everything else would be refused again or may go well next time,
 * and must not fill the table.
 */
export async function once<Result>(
  context: ApiContext,
  actor: Actor,
  body: string,
  work: (actor: Actor) => Promise<Result>,
  answerOf: (result: Result) => Response,
): Promise<Response> {
  const key = keyOf(context)
  if (key === undefined || actor.id === null) return answerOf(await work(actor))
  const actorId = actor.id
  const { method, path } = context.req
  // Keyed, as a body may hold a password, which must not lie in the database under a fast hash
  const secret = env().AUTH_SECRET ?? ''
  const requestHash = createHmac('sha256', secret).update(`${method} ${path}\n${body}`).digest()
  const repeat = await claimKey(actorId, key, requestHash)
  if (repeat.kind === 'answered') {
    const { status, headers, body: text } = repeat.answer
    return new Response(text, { status, headers: { ...headers, 'Idempotency-Replayed': 'true' } })
  }
  // What the door keeps is what `work` answers, as JSON
  if (repeat.kind === 'done') return keep(answerOf(repeat.result as Result))

  try {
    return await keep(answerOf(await work({ ...actor, request: { ...actor.request, idempotencyKey: key } })))
  } catch (error) {
    const known = appErrorOf(error)
    if (!known || !keptRefusals.includes(known.code)) {
      await releaseKey(actorId, key).catch((failure: unknown) => log().warn({ err: failure }, 'a key stays claimed'))
      throw error
    }
    return keep(problemResponse(problemOfError(error, requestIdOf(context.env.incoming))))
  }

  async function keep(response: Response): Promise<Response> {
    const text = await response.clone().text()
    const kept = { status: response.status, headers: Object.fromEntries(response.headers), body: text }
    // Should this fail, what the change itself has kept gives the same answer
    await keepAnswer(actorId, key ?? '', kept).catch((error: unknown) =>
      log().warn({ err: error }, 'an answer was not kept'),
    )
    return response
  }
}

function keyOf(context: ApiContext): string | undefined {
  const key = context.req.header('idempotency-key')
  if (key === undefined || /^[\x21-\x7e]{1,200}$/.test(key)) return key
  const message = 'An Idempotency-Key has 1 to 200 visible characters.'
  throw new AppError('invalid', message, { 'Idempotency-Key': [message] })
}
