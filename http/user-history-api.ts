import { Hono } from 'hono'
import { parseChangeQuery } from '@/server/events/change'
import { listUserChanges } from '@/server/users/user-history-service'
import type { ApiEnv } from './api'
import { requireApiActor } from './api-actor'
import { changeJson } from './change-json'
import { answerJson } from './json-answer'
import { idOf, paramsOf } from './request-body'

/** How a user came to be what they are: each version, who made it, and every field before and after. */
export function userHistoryRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/:id/changes', async (context) => {
    const actor = await requireApiActor(context)
    const id = idOf(context)
    const { changes, next, previous, limit } = await listUserChanges(actor, id, parseChangeQuery(paramsOf(context)))
    return answerJson(context, { data: changes.map(changeJson), page: { next, previous, limit } })
  })

  return routes
}
