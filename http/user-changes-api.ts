import { Hono } from 'hono'
import { z } from 'zod'
import type { Actor } from '@/server/auth/actor'
import { parse } from '@/server/parse'
import {
  newPasswordSchema,
  statusReasonSchema,
  type User,
  userCreateSchema,
  userRoles,
  userUpdateSchema,
} from '@/server/users/user'
import { changeUserRole, lockUser, reactivateUser, suspendUser, unlockUser } from '@/server/users/user-access-service'
import type { Changed } from '@/server/users/user-changes'
import { createUser, deleteUser, patchUser, restoreUser } from '@/server/users/user-service'
import type { ApiContext, ApiEnv } from './api'
import { requireActorAndBody, requireApiActor } from './api-actor'
import { once } from './idempotency'
import { etagOf, ifMatchOf, requireIfMatch } from './preconditions'
import { idOf } from './request-body'
import { userJson } from './user-json'

export const createBodySchema = userCreateSchema.extend({ password: newPasswordSchema.optional() })
export const patchBodySchema = userUpdateSchema.partial()
export const reasonBodySchema = z.strictObject({ reason: statusReasonSchema.nullable().default(null) })
export const roleBodySchema = z.strictObject({ role: z.enum(userRoles, 'Choose a role') })
export const emptyBodySchema = z.strictObject({})

type Change = (actor: Actor, id: string, reason: string | null, ifVersion?: number) => Promise<Changed>
const verbs: Record<string, Change> = {
  suspend: suspendUser,
  reactivate: reactivateUser,
  lock: lockUser,
  unlock: unlockUser,
  restore: (actor, id, _reason, ifVersion) => restoreUser(actor, id, ifVersion),
}

/** What changes users. Every answer is the user as they are afterwards, with their version as ETag. */
export function userChangesRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/', async (context) => {
    const { actor, text, value } = await requireActorAndBody(context)
    return once(
      context,
      actor,
      text,
      async (asking) => (await createUser(asking, parse(createBodySchema, value))).user,
      (user) => userAnswer(user, 201, { Location: `/api/v1/users/${user.id}` }),
    )
  })

  routes.patch('/:id', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const [id, version] = [idOf(context), requireIfMatch(context)]
    const patch = parse(patchBodySchema, value)
    return userAnswer((await patchUser(actor, id, version, patch)).user)
  })

  routes.delete('/:id', async (context) => {
    const actor = await requireApiActor(context)
    return userAnswer((await deleteUser(actor, idOf(context), requireIfMatch(context))).user)
  })

  routes.put('/:id/role', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const [id, version] = [idOf(context), ifMatchOf(context)]
    const { role } = parse(roleBodySchema, value)
    return userAnswer((await changeUserRole(actor, id, role, version)).user)
  })

  for (const [verb, change] of Object.entries(verbs)) {
    routes.post(`/:id/${verb}`, async (context) => {
      const body = await requireActorAndBody(context)
      return changeStatus(context, body, change)
    })
  }

  return routes
}

type Asked = Awaited<ReturnType<typeof requireActorAndBody>>

async function changeStatus(context: ApiContext, { actor, text, value }: Asked, change: Change): Promise<Response> {
  const [id, version] = [idOf(context), ifMatchOf(context)]
  const work = async (asking: Actor) => {
    const { reason } = parse(reasonBodySchema, value)
    return (await change(asking, id, reason, version)).user
  }
  return once(context, actor, text, work, userAnswer)
}

function userAnswer(user: User, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(userJson(user), { status, headers: { ETag: etagOf(user), ...headers } })
}
