import type { Next } from 'hono'
import { matchedRoutes } from 'hono/route'
import { AppError } from '@/server/errors'
import type { ApiContext } from './api'
import { requireApiActor } from './api-actor'
import { operations } from './api-operations'
import { paramsOf } from './request-body'

/**
 * Refuses by name whatever stands after the question mark of an operation that takes nothing there: who asks for
 * `?expand=all` and is answered as if they had not would never know. Operations with parameters read their own.
 */
export async function refuseUnknownParams(context: ApiContext, next: Next): Promise<void> {
  const names = [...paramsOf(context).keys()]
  if (names.length > 0 && takesNone(context)) {
    await requireApiActor(context)
    const fields = Object.fromEntries(names.map((name) => [name, ['This parameter is not known here.']]))
    throw new AppError('invalid', 'Some parameters are not known here.', fields)
  }
  await next()
}

function takesNone(context: ApiContext): boolean {
  const route = matchedRoutes(context).find(({ method }) => method !== 'ALL')
  const path = route?.path.replace(/:(\w+)/g, '{$1}')
  const operation = operations.find((each) => each.path === path && each.method === route?.method.toLowerCase())
  return operation !== undefined && !operation.isOpen && !operation.query
}
