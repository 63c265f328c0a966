import { Hono } from 'hono'
import { parseParams } from '@/server/parse'
import { performanceStreamSchema } from '@/server/performance/performance'
import { watchPerformance } from '@/server/performance/performance-feed'
import { performanceCan } from '@/server/performance/performance-policy'
import { refuseUnlessAllowed } from '@/server/performance/performance-service'
import type { ApiContext, ApiEnv } from './api'
import { requireApiActor } from './api-actor'
import { paramsOf } from './request-body'
import { answerStream } from './streams'

/**
 * What is measured, second by second, as long as somebody looks. A message's id is its newest second: browsers name it
 * when they come back, and get what they have missed. `event: stale` says that the database does not answer at the
 * moment; what was missed comes afterwards.
 */
export function performanceStreamRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    refuseUnlessAllowed(actor)
    const { after, ...query } = parseParams(performanceStreamSchema, paramsOf(context))
    return answerStream(context, actor, performanceCan.view, (stream) =>
      watchPerformance(query, lastSeenOf(context) ?? after, {
        tell: (tick, newest) => stream.send({ id: String(newest), data: tick }),
        tellStale: () => stream.send({ event: 'stale', data: {} }),
      }),
    )
  })

  return routes
}

/** What a browser says by itself when it comes back counts more than the address, which stays as it was. */
function lastSeenOf(context: ApiContext): number | undefined {
  const id = context.req.header('last-event-id') ?? ''
  return /^\d{1,10}$/.test(id) ? Number(id) : undefined
}
