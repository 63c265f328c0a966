import type { IncomingMessage } from 'node:http'
import type { Arrival } from './arrival'
import { foreignOriginReason } from './origin-check'
import type { Refusal } from './problem'
import type { Site } from './proxies'

export const urlMax = 8192
/** Of forms, server actions and JSON. Uploads will have a route and a limit of their own. */
export const bodyMaxBytes = 1024 * 1024

/** Of the forms that strangers may send: reading a megabyte of password costs more than refusing it. */
export const strangersBodyMaxBytes = 32 * 1024
const strangersForm = /^\/(sign-in|set-up|change-password|api\/auth)(\/|\?|$)/

export type Destination = 'api' | 'pages' | 'build-file'

/** Health, metrics, the API and streams have their own router; everything else is Next's. */
export function destinationOf(path: string): Destination {
  if (path === '/healthz' || path === '/readyz' || path === '/metrics') return 'api'
  if (path.startsWith('/api/') && !path.startsWith('/api/auth/')) return 'api'
  return path.startsWith('/_next/') ? 'build-file' : 'pages'
}

/** Why a request is turned away at the door; null when it may come in. */
export function refusalOf(
  request: IncomingMessage,
  destination: Destination,
  arrival: Arrival,
  isDevelopment: boolean,
): Refusal | null {
  const { headers, method = '' } = request
  const malformed = malformedReason(request, arrival.site)
  if (malformed !== null) return { status: 400, detail: malformed }
  if ((request.url ?? '').length > urlMax) {
    return { status: 414, detail: `An address has at most ${urlMax} characters.` }
  }
  const allowed = methodsOf(destination)
  if (allowed !== null && !allowed.includes(method)) {
    return { status: 405, detail: `${method} can’t be used here.`, headers: { Allow: allowed.join(', ') } }
  }
  const internal = arrival.isInner ? undefined : Object.keys(headers).find((name) => isInternal(name, isDevelopment))
  if (internal !== undefined) return { status: 400, detail: `The header ${internal} is not for clients to send.` }
  if ((headers.expect ?? '100-continue').toLowerCase() !== '100-continue') {
    return { status: 417, detail: 'Only 100-continue can be expected.' }
  }
  const foreign = arrival.site && foreignOriginReason(method, headers, arrival.site)
  if (foreign !== null) return { status: 403, detail: foreign }
  return bodyRefusal(request, destination, arrival)
}

function malformedReason({ url = '', headers, rawHeaders }: IncomingMessage, site: Site | null) {
  if (site === null || headers.host === undefined) return 'The Host header is not well-formed.'
  if (rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1) {
    return 'There is more than one Host header.'
  }
  // Raw bytes, spaces and fragments are no part of an address; `//host` and absolute ones could lead elsewhere
  if (!/^\/(?![/\\])[\x21\x22\x24-\x7e]*$/.test(url)) return 'The address is not well-formed.'
  return null
}

/** Null: the API's router knows itself which of its routes takes which. */
function methodsOf(destination: Destination): string[] | null {
  if (destination === 'api') return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  return destination === 'pages' ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD']
}

// Next would take these for its own word on where a request goes, and frameworks before it for another path or method
const internalHeader =
  /^(x-middleware-|x-invoke-|x-nextjs-|x-next-|x-now-|x-vercel-|x-prerender-|x-matched-path$|x-action-forwarded$|next-resume$|x-original-url$|x-rewrite-url$|x-http-method|x-method-override$)/

function isInternal(name: string, isDevelopment: boolean): boolean {
  if (!internalHeader.test(name)) return false
  // The development overlay names its requests
  return !(isDevelopment && (name === 'x-nextjs-request-id' || name === 'x-nextjs-html-request-id'))
}

function bodyRefusal(request: IncomingMessage, destination: Destination, { isInner }: Arrival): Refusal | null {
  const { headers, url = '' } = request
  const mostBytes = strangersForm.test(url) ? strangersBodyMaxBytes : bodyMaxBytes
  if (Number(headers['content-length'] ?? 0) > mostBytes) {
    return { status: 413, detail: `This takes at most ${mostBytes / 1024} kB.` }
  }
  // A chunked body has no announced length: the API's router counts it, Next does so for actions only.
  // Browsers never chunk; Next itself does when it hands an action on.
  if (destination !== 'api' && headers['transfer-encoding'] !== undefined && !isInner) {
    return { status: 411, detail: 'Say how long the request is (Content-Length).' }
  }
  return null
}
