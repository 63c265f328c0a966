import type { IncomingMessage } from 'node:http'
import type { RequestFacts, Via } from '@/server/auth/actor'

/**
 * What the front door finds out about a request, set on it over whatever a client sent under these names.
 * Pages and actions read them by `headers()`.
 */
export const requestIdHeader = 'x-roster-request-id'
/** Absent when the request came through a socket without an address. */
export const clientIpHeader = 'x-roster-client-ip'
/** The address that was asked for, with its query: a page does not know its own. */
export const pathHeader = 'x-roster-path'
/** For an inline script or style of ours; Next takes the same nonce from the `content-security-policy` header. */
export const nonceHeader = 'x-roster-nonce'

const userAgentMax = 500

/** Facts for the actor and so for every event. Only for requests that came through the front door. */
export function requestFactsOf(request: IncomingMessage, via: Via): RequestFacts {
  return {
    requestId: requestIdOf(request),
    via,
    ip: headerOf(request, clientIpHeader),
    userAgent: request.headers['user-agent']?.slice(0, userAgentMax) ?? null,
  }
}

export function requestIdOf(request: IncomingMessage): string {
  return headerOf(request, requestIdHeader) ?? 'unknown'
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' ? value : null
}
