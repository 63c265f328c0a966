import { existsSync, readFileSync } from 'node:fs'
import { operations } from './api-operations'

/** What is asked for, without what differs: `/users/[userId]`. There are few, so they may be labels. */
export type RouteNames = (path: string) => string

/** For whatever no route answers: strangers must not be able to make names up. */
export const otherRoute = '(other)'
export const buildFilesRoute = '/_next/*'

/** Streams, and what is no operation of the API. */
export const moreRoutes = ['/metrics', '/api/events', '/api/performance/stream']
const pagesManifest = '.next/app-path-routes-manifest.json'

/** The names of all routes: those of the API from its table of operations, those of the pages from Next's build. */
export function routeNames(pages: readonly string[] = builtPages()): RouteNames {
  const api = operations.map(({ path }) => path.replaceAll('{', '[').replaceAll('}', ']'))
  const tree = new Branch()
  for (const route of [...api, ...moreRoutes, ...pages]) tree.add(route, route.split('/').slice(1))
  return (path) => {
    if (path.startsWith('/_next/')) return buildFilesRoute
    return tree.find(path.split('/').slice(1)) ?? otherRoute
  }
}

/** In development there may be no build; then pages go by one name. */
function builtPages(): string[] {
  if (!existsSync(pagesManifest)) return []
  const manifest: Record<string, string> = JSON.parse(readFileSync(pagesManifest, 'utf8'))
  return Object.values(manifest)
}

class Branch {
  private readonly fixed = new Map<string, Branch>()
  private any: Branch | undefined
  private rest: string | undefined
  private route: string | undefined

  add(route: string, [segment, ...others]: string[]): void {
    if (segment === undefined) this.route = route
    else if (segment.startsWith('[...')) this.rest = route
    else if (segment.startsWith('[')) {
      this.any ??= new Branch()
      this.any.add(route, others)
    } else {
      const branch = this.fixed.get(segment) ?? new Branch()
      this.fixed.set(segment, branch)
      branch.add(route, others)
    }
  }

  find(segments: string[], at = 0): string | undefined {
    const segment = segments[at]
    if (segment === undefined) return this.route
    const next = this.fixed.get(segment)?.find(segments, at + 1) ?? (segment && this.any?.find(segments, at + 1))
    return next || this.rest
  }
}
