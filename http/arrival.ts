import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { BlockList } from 'node:net'
import { v7 as uuidv7 } from 'uuid'
import { type Site, senderOf, siteOf } from './proxies'
import { clientIpHeader, pathHeader, requestIdHeader } from './request-facts'

/** What is known of a request when it comes in. `site` is null when the Host header is not well-formed. */
export type Arrival = {
  requestId: string
  ip: string | null
  site: Site | null
  isInner: boolean
  /** Of which trace it is a part, as a proxy that we trust says; a stranger's word is not taken. */
  traceparent: string | null
}
export type ArrivalSettings = { appUrl: URL | null; proxies: BlockList }

// After an action that redirects, Next fetches the next page from ourselves, with the headers of the action's request.
// This one tells us that such a request is the continuation of one that was already checked. Nobody else knows it.
const innerHeader = 'x-roster-inner'
const innerToken = randomUUID()

const wellFormedId = /^[\w.-]{8,64}$/

export function arrivalOf(request: IncomingMessage, { appUrl, proxies }: ArrivalSettings): Arrival {
  const { headers } = request
  const isInner = headers[innerHeader] === innerToken
  const sender = isInner ? { ip: text(headers[clientIpHeader]), isTrusted: true } : senderOf(request, proxies)
  const givenId = isInner ? text(headers[requestIdHeader]) : text(headers['x-request-id'])
  const requestId = givenId !== null && sender.isTrusted && wellFormedId.test(givenId) ? givenId : uuidv7()
  const traceparent = sender.isTrusted ? text(headers.traceparent) : null
  return { requestId, ip: sender.ip, site: siteOf(headers, sender, appUrl), isInner, traceparent }
}

/**
 * Puts what we found out on the request for those who answer it, and takes off what a client may not say. Next takes
 * its own host and scheme from `host` and `x-forwarded-*`, so a forged one can neither pass its origin check of
 * server actions nor end up in a link.
 */
export function stampRequest(request: IncomingMessage, arrival: Arrival, site: Site): void {
  const { headers } = request
  for (const name in headers) if (hearsay.test(name)) delete headers[name]
  headers.host = site.host
  headers['x-forwarded-host'] = site.host
  headers['x-forwarded-proto'] = site.scheme
  if (arrival.ip !== null) {
    headers['x-forwarded-for'] = arrival.ip
    headers[clientIpHeader] = arrival.ip
  }
  headers[requestIdHeader] = arrival.requestId
  headers[pathHeader] = request.url ?? '/'
  headers[innerHeader] = innerToken
}

const hearsay = /^(x-forwarded|x-roster-|x-real-ip$|x-client-ip$|x-request-id$|forwarded$)/

function text(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null
}
