import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { env } from '@/server/env'
import { AppError } from '@/server/errors'
import { version } from '@/server/version'
import type { ApiEnv } from './api'
import { metricsContentType, metricsText } from './metrics-registry'

/** `/metrics` for Prometheus: for whoever sends METRICS_TOKEN, and for nobody where none is set. */
export function metricsRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  routes.get('/metrics', async (context) => {
    requireMetricsToken(context.req.header('authorization'))
    return context.body(await metricsText(version), 200, { 'Content-Type': metricsContentType })
  })
  return routes
}

function requireMetricsToken(authorization: string | undefined): void {
  const { METRICS_TOKEN } = env()
  const sent = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (METRICS_TOKEN !== undefined && sent !== undefined && isSame(sent, METRICS_TOKEN)) return
  throw new AppError(
    'unauthenticated',
    'Send the token that METRICS_TOKEN holds. Where it is not set, nobody may read this.',
  )
}

/** In the same time wherever they differ. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(one), hash(other))
}
