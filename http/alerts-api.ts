import { Hono } from 'hono'
import { parseAlertQuery } from '@/server/alerts/alert'
import { acknowledgeAlert, listAlerts } from '@/server/alerts/alert-service'
import { parse } from '@/server/parse'
import { alertJson } from './alert-json'
import type { ApiEnv } from './api'
import { requireActorAndBody, requireApiActor } from './api-actor'
import { answerJson } from './json-answer'
import { idOf, paramsOf } from './request-body'
import { emptyBodySchema } from './user-changes-api'

/** What was wrong with the figures, and what is. */
export function alertsRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    const { alerts, next, previous, limit } = await listAlerts(actor, parseAlertQuery(paramsOf(context)))
    return answerJson(context, { data: alerts.map(alertJson), page: { next, previous, limit } })
  })

  routes.post('/:id/acknowledge', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const id = idOf(context)
    parse(emptyBodySchema, value)
    return answerJson(context, alertJson(await acknowledgeAlert(actor, id)))
  })

  return routes
}
