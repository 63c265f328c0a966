import { Hono } from 'hono'
import { listEvents } from '@/server/events/audit-service'
import { parseEventQuery } from '@/server/events/event-filter'
import { parse } from '@/server/parse'
import { type Undone, undo } from '@/server/undo/undo-service'
import type { User } from '@/server/users/user'
import type { ApiEnv } from './api'
import { requireActorAndBody, requireApiActor } from './api-actor'
import { eventJson } from './event-json'
import { once } from './idempotency'
import { answerJson } from './json-answer'
import { etagOf } from './preconditions'
import { paramsOf } from './request-body'
import { emptyBodySchema } from './user-changes-api'
import { userJson } from './user-json'

/** Everything that happened, and the way back from what it changed. */
export function eventsRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    const { events, next, previous, limit } = await listEvents(actor, parseEventQuery(paramsOf(context)))
    return answerJson(context, { data: events.map(eventJson), page: { next, previous, limit } })
  })

  routes.post('/:id/undo', async (context) => {
    const { actor, text, value } = await requireActorAndBody(context)
    const work = async (asking: typeof actor) => {
      parse(emptyBodySchema, value)
      const undone = await undo(asking, context.req.param('id'))
      return undone.user ?? undone
    }
    return once(context, actor, text, work, undoneAnswer)
  })

  return routes
}

/** The user as they are afterwards. What is no user has no address of its own: then what was done is the answer. */
function undoneAnswer(result: User | Undone): Response {
  if ('email' in result) return Response.json(userJson(result), { headers: { ETag: etagOf(result) } })
  const { eventId, subject, kept } = result
  return Response.json({ eventId, subject, kept: kept.map(({ field }) => field) })
}
