import { Hono } from 'hono'
import { AppError } from '@/server/errors'
import type { User } from '@/server/users/user'
import { filterOf, parseUserQuery } from '@/server/users/user-filter'
import { countUserFacets, listUsers } from '@/server/users/user-list-service'
import type { ApiContext, ApiEnv } from './api'
import { requireApiActor } from './api-actor'

/** The listing as JSON. An unknown or wrong parameter is answered by 400 with its name: never a wrong list. */
export function usersRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    const { users, next, previous, limit, count } = await listUsers(actor, parseUserQuery(paramsOf(context)))
    return context.json({
      data: users.map(userJson),
      page: { next, previous, limit },
      ...(count === null ? {} : { count }),
    })
  })

  routes.get('/facets', async (context) => {
    const actor = await requireApiActor(context)
    const params = paramsOf(context)
    refusePaging(params)
    return context.json(await countUserFacets(actor, filterOf(parseUserQuery(params))))
  })

  return routes
}

/** Named one by one: a field that a user gets later stays inside until it is listed here. */
function userJson(user: User) {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    status: user.status,
    statusReason: user.statusReason,
    statusUntil: user.statusUntil,
    version: user.version,
    lastSignInAt: user.lastSignInAt,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    deletedAt: user.deletedAt,
  }
}

function paramsOf(context: ApiContext): URLSearchParams {
  const { url = '' } = context.env.incoming
  const start = url.indexOf('?')
  return new URLSearchParams(start === -1 ? '' : url.slice(start))
}

function refusePaging(params: URLSearchParams): void {
  const paging = ['sort', 'order', 'limit', 'cursor', 'count'].filter((name) => params.has(name))
  if (paging.length === 0) return
  const fields = Object.fromEntries(paging.map((name) => [name, ['Facets are counted over all pages.']]))
  throw new AppError('invalid', 'Some fields need another look.', fields)
}
