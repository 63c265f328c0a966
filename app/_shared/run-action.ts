import 'server-only'
import type { ActionState } from '@/components/ui/action-state'
import { requestFacts } from '@/server/auth/auth-session'
import { type AppError, appErrorOf, type ErrorCode } from '@/server/errors'
import { log } from '@/server/log'
import { UserConflict } from '@/server/users/user-merge'
import { withRequestId } from './request-id-on-error'

export type Done = { message: string; detail?: string; eventId?: string | null }

/** The ones that are worth asking somebody about: their request is named. The others say all there is. */
const asksForHelp: readonly ErrorCode[] = ['unavailable', 'forbidden']

/**
 * The one place where an AppError becomes form state. `work` gets what the form holds, untrusted and not yet parsed.
 * What was typed comes back with a refusal, but for secrets. Bugs, and Next's own redirects, pass through.
 */
export async function runAction<Values>(
  form: FormData,
  work: (values: Record<string, unknown>) => Promise<Done>,
): Promise<ActionState<Values>> {
  const values = valuesOf(form)
  try {
    const { eventId, ...done } = await withRequestId(work(values))
    return { status: 'done', ...done, ...(eventId ? { eventId } : {}) }
  } catch (error) {
    const known = appErrorOf(error)
    if (!known) throw error
    const { requestId } = await requestFacts()
    if (known.code === 'unavailable') log().warn({ err: error, requestId }, 'an action could not be carried out')
    if (known instanceof UserConflict) return conflictState<Values>(known)
    return failedState<Values>(known, values, requestId)
  }
}

/** Next's own fields are not the form's; a field that stands there several times is a list. */
export function valuesOf(form: FormData): Record<string, unknown> {
  const names = new Set([...form.keys()].filter((name) => !name.startsWith('$ACTION')))
  return Object.fromEntries(
    [...names].map((name) => {
      const all = form.getAll(name)
      return [name, all.length === 1 ? all[0] : all]
    }),
  )
}

function failedState<Values>(
  { code, message, fields }: AppError,
  values: Record<string, unknown>,
  requestId: string,
): ActionState<Values> {
  const shown = Object.entries(values).filter(([name, value]) => typeof value === 'string' && !isSecret(name))
  return {
    status: 'failed',
    message: standsAtField(message, fields, values) ? 'One field needs another look.' : message,
    code,
    fields,
    // The form's own strings go back into the same form
    values: Object.fromEntries(shown) as Partial<Values>,
    ...(asksForHelp.includes(code) ? { requestId } : {}),
  }
}

/** What is said at a field of this form is not said twice. */
function standsAtField(message: string, fields: AppError['fields'], values: Record<string, unknown>): boolean {
  return Object.entries(fields).some(([name, messages]) => name in values && messages.includes(message))
}

function conflictState<Values>({ facts }: UserConflict): ActionState<Values> {
  const { base, mine, theirs, theirVersion, changedBy, changedAt } = facts
  const state = {
    status: 'conflict',
    base,
    mine,
    theirs,
    theirVersion,
    changedBy,
    changedAt: changedAt.toISOString(),
  }
  // Only the form of a user's profile can cause it, and its values are these
  return state as ActionState<Values>
}

function isSecret(name: string): boolean {
  return /password|secret|token/i.test(name)
}
