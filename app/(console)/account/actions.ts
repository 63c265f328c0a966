'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { type Done, runAction } from '@/app/_shared/run-action'
import type { OwnEdit } from '@/components/account/account-name-form'
import type { TokenEntry, TokenState } from '@/components/tokens/token-actions'
import type { ActionState } from '@/components/ui/action-state'
import { type PasswordChange, passwordChangeSchema } from '@/server/account/account'
import { changeOwnPassword, renameSelf } from '@/server/account/account-service'
import { nameInLabel } from '@/server/auth/actor'
import { requireActor } from '@/server/auth/auth-session'
import { AppError } from '@/server/errors'
import { parse } from '@/server/parse'
import { endAllSessions, endSession } from '@/server/sessions/session-service'
import { tokenCreateSchema } from '@/server/tokens/token'
import { createToken, revokeToken } from '@/server/tokens/token-service'
import { userIdSchema, userNameSchema } from '@/server/users/user'
import { UserConflict } from '@/server/users/user-merge'

const renameSchema = z.strictObject({ name: userNameSchema, version: z.coerce.number().int().min(1) })

export async function renameSelfAction(_state: ActionState<OwnEdit>, form: FormData) {
  const actor = await requireActor()
  return change<OwnEdit>(form, async (values) => {
    const { name, version } = parse(renameSchema, values)
    const { eventId } = await renameSelf(actor, version, name).catch(withTheirName)
    return eventId === null
      ? { message: 'Nothing to change: it is so already.' }
      : { message: 'Your name was saved.', eventId }
  })
}

/** One field needs no dialog: what the other made of it is told, and the next save stands on it. */
function withTheirName(error: unknown): never {
  if (!(error instanceof UserConflict)) throw error
  const { changedBy, theirs } = error.facts
  const message = `${nameInLabel(changedBy)} changed your name to “${theirs.name}” meanwhile. Save again to keep yours.`
  throw new AppError('conflict', message, { name: [message] }, { cause: error })
}

export async function changeOwnPasswordAction(_state: ActionState<PasswordChange>, form: FormData) {
  const actor = await requireActor()
  return change<PasswordChange>(form, async (values) => {
    const { endedSessions } = await changeOwnPassword(actor, parse(passwordChangeSchema, values))
    const others = endedSessions === 1 ? '1 other session' : `${endedSessions} other sessions`
    return { message: 'Your password was changed.', detail: endedSessions > 0 ? `Ended ${others}` : undefined }
  })
}

export async function endOwnSessionAction(_state: ActionState<{ sessionId: string }>, form: FormData) {
  const actor = await requireActor()
  return change<{ sessionId: string }>(form, async (values) => {
    const { sessionId } = parse(z.strictObject({ sessionId: userIdSchema }), values)
    await endSession(actor, sessionId)
    return { message: 'The session was ended.' }
  })
}

export async function endOtherSessionsAction(_state: ActionState<Record<never, never>>, form: FormData) {
  const actor = await requireActor()
  return change<Record<never, never>>(form, async () => {
    const ended = await endAllSessions(actor, actor.id ?? '')
    return { message: ended === 1 ? '1 session was ended.' : `${ended} sessions were ended.` }
  })
}

const tokenEntrySchema = tokenCreateSchema.omit({ userId: true })

/** The secret is in this one answer, and not in the state that the next form would send back. */
export async function makeTokenAction(_state: TokenState, form: FormData): Promise<TokenState> {
  const actor = await requireActor()
  let made: TokenState['made'] = null
  const answer = await change<TokenEntry>(form, async (values) => {
    const { token, facts } = await createToken(actor, { ...parse(tokenEntrySchema, values), userId: actor.id ?? '' })
    made = { name: facts.name, secret: token }
    return { message: `The token “${facts.name}” was made.` }
  })
  return { answer, made }
}

export async function revokeOwnTokenAction(_state: ActionState<{ tokenId: string }>, form: FormData) {
  const actor = await requireActor()
  return change<{ tokenId: string }>(form, async (values) => {
    const { tokenId } = parse(z.strictObject({ tokenId: z.uuid() }), values)
    await revokeToken(actor, tokenId)
    return { message: 'The token was revoked.' }
  })
}

async function change<Values>(
  form: FormData,
  work: (values: Record<string, unknown>) => Promise<Done>,
): Promise<ActionState<Values>> {
  const state = await runAction<Values>(form, work)
  revalidatePath('/account')
  return state
}
