import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { ApiContext, ApiEnv } from './api'
import { apiPage } from './api-page'
import { apiPageStyle } from './api-page-style'
import { type OpenApiDocument, openApiDocument } from './openapi'

/**
 * What the API can do, for programs and for people. Open to everybody: it tells what this repository tells too and
 * nothing of anybody's data, and generators of clients come without a token.
 */
export function apiDocsRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  let made: OpenApiDocument | undefined
  const documentOnce = () => {
    made ??= openApiDocument()
    return made
  }

  routes.get('/openapi.json', (context) => context.json(documentOnce()))

  routes.get('/docs', (context) => {
    // As it was chosen in the console; otherwise the system decides
    const chosen = getCookie(context, 'theme')
    const theme = chosen === 'light' || chosen === 'dark' ? chosen : null
    context.header('Content-Security-Policy', policy)
    return context.html(apiPage({ document: documentOnce(), origin: originOf(context), theme }))
  })

  return routes
}

/** The one style sheet is named by its digest, so that nothing that got into the page by mistake has any effect. */
const digest = createHash('sha256').update(apiPageStyle).digest('base64')
const policy = `default-src 'none'; style-src 'sha256-${digest}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** As the front door found it. */
function originOf(context: ApiContext): string {
  const { headers } = context.env.incoming
  return `${headers['x-forwarded-proto']}://${headers.host}`
}
