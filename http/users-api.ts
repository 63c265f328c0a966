import { Hono } from 'hono'
import { AppError } from '@/server/errors'
import { filterOf, parseUserQuery } from '@/server/users/user-filter'
import { countUserFacets, listUsers } from '@/server/users/user-list-service'
import { getUser } from '@/server/users/user-service'
import type { ApiEnv } from './api'
import { requireApiActor } from './api-actor'
import { answerJson } from './json-answer'
import { etagOf } from './preconditions'
import { idOf, paramsOf } from './request-body'
import { userJson } from './user-json'

/** The listing as JSON. An unknown or wrong parameter is answered by 400 with its name: never a wrong list. */
export function usersRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    const { users, next, previous, limit, count } = await listUsers(actor, parseUserQuery(paramsOf(context)))
    return answerJson(context, {
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

  routes.get('/:id', async (context) => {
    const actor = await requireApiActor(context)
    const user = await getUser(actor, idOf(context))
    return context.json(userJson(user), 200, { ETag: etagOf(user) })
  })

  return routes
}

function refusePaging(params: URLSearchParams): void {
  const paging = ['sort', 'order', 'limit', 'cursor', 'count'].filter((name) => params.has(name))
  if (paging.length === 0) return
  const fields = Object.fromEntries(paging.map((name) => [name, ['Facets are counted over all pages.']]))
  throw new AppError('invalid', 'Some fields need another look.', fields)
}
