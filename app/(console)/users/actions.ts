'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { type Done, runAction } from '@/app/_shared/run-action'
import type { ActionState } from '@/components/ui/action-state'
import type { UserEdit } from '@/components/users/user-conflict'
import type { UserEntry } from '@/components/users/user-create-form'
import type { StatusChange, StatusStep } from '@/components/users/user-status-form'
import type { Actor } from '@/server/auth/actor'
import { requireActor } from '@/server/auth/auth-session'
import { parse } from '@/server/parse'
import { endAllSessions, endSession } from '@/server/sessions/session-service'
import {
  newPasswordSchema,
  statusReasonSchema,
  type UserRole,
  userCreateSchema,
  userIdSchema,
  userRoles,
  userUpdateSchema,
} from '@/server/users/user'
import {
  changeUserRole,
  lockUser,
  reactivateUser,
  setUserPassword,
  suspendUser,
  unlockUser,
} from '@/server/users/user-access-service'
import type { Changed } from '@/server/users/user-changes'
import { createUser, deleteUser, restoreUser, updateUser } from '@/server/users/user-service'

type Nothing = Record<never, never>

/** Makes an account and goes to its page, which says so. */
export async function createUserAction(_state: ActionState<UserEntry>, form: FormData) {
  const actor = await requireActor()
  let address = ''
  const state = await runAction<UserEntry>(form, async ({ password, ...entry }) => {
    // An empty field is no password
    const input = parse(userCreateSchema, password === '' ? entry : { ...entry, password })
    const { user, eventId } = await createUser(actor, input)
    address = `/users/${user.id}?${new URLSearchParams({ created: eventId ?? '' })}`
    return { message: `${user.name} was created.` }
  })
  // Outside: a redirect is thrown, and must not be caught on its way
  if (state.status === 'done') redirect(address)
  return state
}

const editSchema = userUpdateSchema.extend({ version: z.coerce.number().int().min(1) })

/** Saves name and address as they were edited on the version that the form names. */
export async function updateUserAction(id: string, _state: ActionState<UserEdit>, form: FormData) {
  const actor = await requireActor()
  const state = await runAction<UserEdit>(form, async (values) => {
    const { version, ...edit } = parse(editSchema, values)
    return done(await updateUser(actor, parse(userIdSchema, id), version, edit), 'was saved')
  })
  revalidatePath(`/users/${id}`)
  if (state.status !== 'conflict') return state
  // Each side says which version it is: the form goes on from one of them
  const version = String(form.get('version'))
  const theirs = { ...state.theirs, version: String(state.theirVersion) }
  return { ...state, base: { ...state.base, version }, mine: { ...state.mine, version }, theirs }
}

export async function changeUserRoleAction(id: string, _state: ActionState<{ role: UserRole }>, form: FormData) {
  const actor = await requireActor()
  return change<{ role: UserRole }>(id, form, async (userId, values) => {
    const { role } = parse(z.strictObject({ role: z.enum(userRoles, 'Choose a role') }), values)
    const words = { admin: 'an admin', manager: 'a manager', user: 'a user' }
    return done(await changeUserRole(actor, userId, role), `is ${words[role]} now`)
  })
}

const steps: Record<
  StatusStep,
  { take: (actor: Actor, id: string, reason: string | null) => Promise<Changed>; words: string }
> = {
  suspend: { take: suspendUser, words: 'was suspended' },
  lock: { take: lockUser, words: 'was locked' },
  reactivate: { take: reactivateUser, words: 'was reactivated' },
  unlock: { take: unlockUser, words: 'was unlocked' },
}
const statusSchema = z.strictObject({
  step: z.enum(['suspend', 'lock', 'reactivate', 'unlock'], 'Choose what to do'),
  reason: statusReasonSchema,
})

export async function changeUserStatusAction(id: string, _state: ActionState<StatusChange>, form: FormData) {
  const actor = await requireActor()
  return change<StatusChange>(id, form, async (userId, values) => {
    const { step, reason } = parse(statusSchema, values)
    return done(await steps[step].take(actor, userId, reason), steps[step].words)
  })
}

export async function setUserPasswordAction(id: string, _state: ActionState<{ password: string }>, form: FormData) {
  const actor = await requireActor()
  return change<{ password: string }>(id, form, async (userId, values) => {
    const { password } = parse(z.strictObject({ password: newPasswordSchema }), values)
    // Without the change set: nobody knows what the password was, so there is no Undo to offer
    const { eventId: _, ...told } = done(await setUserPassword(actor, userId, password), 'has a temporary password')
    return told
  })
}

export async function deleteUserAction(id: string, _state: ActionState<Nothing>, form: FormData) {
  const actor = await requireActor()
  return change<Nothing>(id, form, async (userId) => done(await deleteUser(actor, userId), 'was deleted'))
}

export async function restoreUserAction(id: string, _state: ActionState<Nothing>, form: FormData) {
  const actor = await requireActor()
  return change<Nothing>(id, form, async (userId) => done(await restoreUser(actor, userId), 'was restored'))
}

export async function endSessionAction(id: string, _state: ActionState<{ sessionId: string }>, form: FormData) {
  const actor = await requireActor()
  return change<{ sessionId: string }>(id, form, async (_, values) => {
    const { sessionId } = parse(z.strictObject({ sessionId: userIdSchema }), values)
    await endSession(actor, sessionId)
    return { message: 'The session was ended.' }
  })
}

export async function endAllSessionsAction(id: string, _state: ActionState<Nothing>, form: FormData) {
  const actor = await requireActor()
  return change<Nothing>(id, form, async (userId) => {
    const ended = await endAllSessions(actor, userId)
    return { message: ended === 1 ? '1 session was ended.' : `${ended} sessions were ended.` }
  })
}

/** Does it, and draws the page anew whether or not it could be done: what is shown may be why it could not. */
async function change<Values>(
  id: string,
  form: FormData,
  work: (userId: string, values: Record<string, unknown>) => Promise<Done>,
): Promise<ActionState<Values>> {
  const state = await runAction<Values>(form, async (values) => work(parse(userIdSchema, id), values))
  revalidatePath(`/users/${id}`)
  return state
}

function done({ user, eventId, endedSessions }: Changed, words: string): Done {
  if (eventId === null) return { message: 'Nothing to change: it is so already.' }
  const detail =
    endedSessions === 0 ? undefined : `Ended ${endedSessions} ${endedSessions === 1 ? 'session' : 'sessions'}`
  return { message: `${user.name} ${words}.`, detail, eventId }
}
