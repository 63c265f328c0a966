import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { AppError } from '@/server/errors'
import { alertRulesRoutes } from './alert-rules-api'
import { alertsRoutes } from './alerts-api'
import { apiDocsRoutes } from './api-docs'
import { eventsRoutes } from './events-api'
import { eventsExportRoutes } from './events-export'
import { eventsStreamRoutes } from './events-stream-api'
import type { Handler } from './front-door'
import { healthRoutes } from './health'
import { refuseUnknownParams } from './known-params'
import { metricsRoutes } from './metrics'
import { performanceRoutes } from './performance-api'
import { performanceStreamRoutes } from './performance-stream-api'
import { problemOfError, problemOfRefusal, problemResponse } from './problem'
import { requestIdOf } from './request-facts'
import { userChangesRoutes } from './user-changes-api'
import { userHistoryRoutes } from './user-history-api'
import { usersRoutes } from './users-api'
import { webhooksRoutes } from './webhooks-api'

export type ApiEnv = { Bindings: HttpBindings }
/** Until the database is there and the pages are loaded, only health is answered. */
export type DoorState = 'starting' | 'open' | 'draining'
export type ApiContext = Context<ApiEnv>

/** Everything that is no page. Whatever a route throws leaves as a problem (RFC 9457), with the request's id. */
export function createApi(state: () => DoorState): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>()
  api.use(methodNotAllowed({ app: api, onMethodNotAllowed: wrongMethod }))
  api.use('/api/*', (_context, next) => {
    if (state() === 'starting') throw new AppError('unavailable', 'Roster is starting.', {}, { retryAfterSeconds: 2 })
    return next()
  })
  api.use('/api/v1/*', refuseUnknownParams)
  api.route('/', healthRoutes(state))
  api.route('/', metricsRoutes())
  api.route('/api/v1/users', usersRoutes())
  api.route('/api/v1/users', userChangesRoutes())
  api.route('/api/v1/users', userHistoryRoutes())
  api.route('/api/v1/events', eventsRoutes())
  api.route('/api/v1/events/export', eventsExportRoutes())
  api.route('/api/v1/performance', performanceRoutes())
  api.route('/api/performance/stream', performanceStreamRoutes())
  api.route('/api/v1/alerts', alertsRoutes())
  api.route('/api/v1/alert-rules', alertRulesRoutes())
  api.route('/api/v1/webhooks', webhooksRoutes())
  api.route('/api/events', eventsStreamRoutes())
  api.route('/api/v1', apiDocsRoutes())
  api.notFound((context) => {
    const error = new AppError('not_found', 'There is nothing at this address.')
    return problemResponse(problemOfError(error, requestIdOf(context.env.incoming)))
  })
  api.onError((error, context) => problemResponse(problemOfError(error, requestIdOf(context.env.incoming))))
  return api
}

export function apiHandler(state: () => DoorState): Handler {
  const api = createApi(state)
  return (request, response) => {
    const answer = getRequestListener(api.fetch, {
      // Next's own classes are made from the global Request and Response, and would no longer know theirs
      overrideGlobalObjects: false,
      errorHandler: (error) => {
        const refusal = { status: 400, detail: 'The address is not well-formed.' }
        const requestId = requestIdOf(request)
        const isMalformed = error instanceof RequestError
        return problemResponse(isMalformed ? problemOfRefusal(refusal, requestId) : problemOfError(error, requestId))
      },
    })
    return answer(request, response)
  }
}

function wrongMethod(context: ApiContext, allowed: string[]): Response {
  const detail = `${context.req.method} can’t be used here.`
  const refusal = { status: 405, detail, headers: { Allow: allowed.join(', ') } }
  return problemResponse(problemOfRefusal(refusal, requestIdOf(context.env.incoming)))
}
