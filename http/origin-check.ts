import type { IncomingHttpHeaders } from 'node:http'
import type { Site } from './proxies'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
const foreign = 'This request comes from another site.'

/**
 * Why this request may not change anything, or null when it may: it must come from our own pages. Browsers name the
 * origin of every unsafe request; a program that names none is let in only without cookies, as then it carries no
 * rights that somebody else could have made it use.
 */
export function foreignOriginReason(method: string, headers: IncomingHttpHeaders, site: Site): string | null {
  if (safeMethods.has(method)) return null
  const fetchSite = headers['sec-fetch-site']
  const { origin } = headers
  if (origin !== undefined) {
    const own = `${site.scheme}://${site.host}`
    if (origin.toLowerCase() !== own) return `This request comes from another site than ${own}.`
    return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none' ? null : foreign
  }
  if (fetchSite !== undefined) return fetchSite === 'same-origin' ? null : foreign
  return headers.cookie === undefined ? null : 'A request with cookies must say where it comes from (Origin).'
}
