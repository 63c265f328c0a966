import { Hono } from 'hono'
import { parseParams } from '@/server/parse'
import { performanceQuerySchema } from '@/server/performance/performance'
import { readPerformance } from '@/server/performance/performance-service'
import type { ApiEnv } from './api'
import { requireApiActor } from './api-actor'
import { answerJson } from './json-answer'
import { paramsOf } from './request-body'

const strictSchema = performanceQuerySchema.strict()

/** The figures of a range as JSON; what is new from now on tells the stream. */
export function performanceRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    return answerJson(context, await readPerformance(actor, parseParams(strictSchema, paramsOf(context))))
  })

  return routes
}
