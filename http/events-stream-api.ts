import { Hono } from 'hono'
import { forbidden } from '@/server/errors'
import { listenLive } from '@/server/events/live-service'
import { parsePosition } from '@/server/events/position'
import { userCan } from '@/server/users/user-policy'
import type { ApiEnv } from './api'
import { requireApiActor } from './api-actor'
import { answerStream } from './streams'

/** What others change, for pages that are open. */
export function eventsStreamRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    if (!userCan.list(actor)) throw forbidden('Only administrators and managers are told what others change.')
    // The browser's own header is newer than the address that the page has opened
    const place = context.req.header('last-event-id') ?? context.req.query('after')
    const from = place === undefined ? null : (parsePosition(place) ?? 'unknown')
    // Whoever has another role now is told other things: they come back, and are asked anew
    const mayStill = (now: typeof actor) => now.role === actor.role && userCan.list(now)
    return answerStream(context, actor, mayStill, (stream) => {
      const withId = (id: string | null) => (id === null ? {} : { id })
      return listenLive(
        {
          actor,
          send: (message, id) => stream.send({ ...withId(id), data: message }),
          resync: (id) => stream.send({ ...withId(id), event: 'resync', data: {} }),
          ready: (id) => stream.send({ ...withId(id), event: 'ready', data: {} }),
        },
        from,
      )
    })
  })

  return routes
}
