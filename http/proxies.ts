import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** The program's own address as the browser has it: `host` with the port unless it is the scheme's own. */
export type Site = { scheme: 'http' | 'https'; host: string }
export type Sender = { ip: string | null; isTrusted: boolean }

/** The proxies of ROSTER_TRUSTED_PROXIES: addresses and ranges that were checked when the settings were read. */
export function proxyList(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of addresses) {
    const [address = '', bits] = text.split('/')
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return list
}

/**
 * Who sent the request: the socket's address, or behind trusted proxies the right-most address that is not one of
 * them. Whatever stands left of it was written by somebody we have no reason to believe.
 */
export function senderOf(request: IncomingMessage, proxies: BlockList): Sender {
  const peer = plainAddress(request.socket.remoteAddress ?? '')
  const isTrusted = isProxy(peer, proxies)
  if (!isTrusted) return { ip: peer, isTrusted }
  const hops = lastValues(request.headers, 'x-forwarded-for')
  let ip = peer
  for (const hop of hops.reverse()) {
    const address = plainAddress(hop)
    if (address === null) break
    ip = address
    if (!isProxy(address, proxies)) break
  }
  return { ip, isTrusted }
}

/** Our own address: APP_URL, else what a trusted proxy says, else the Host header. Null when none is well-formed. */
export function siteOf(headers: IncomingHttpHeaders, sender: Sender, appUrl: URL | null): Site | null {
  if (appUrl) return { scheme: appUrl.protocol === 'https:' ? 'https' : 'http', host: appUrl.host }
  const proto = sender.isTrusted ? lastValues(headers, 'x-forwarded-proto').at(-1) : undefined
  const scheme = proto?.toLowerCase() === 'https' ? 'https' : 'http'
  const forwarded = sender.isTrusted ? lastValues(headers, 'x-forwarded-host').at(-1) : undefined
  const host = (forwarded ?? headers.host ?? '').toLowerCase()
  if (!wellFormedHost.test(host)) return null
  return { scheme, host: host.replace(scheme === 'https' ? /:443$/ : /:80$/, '') }
}

// Names, IPv4 and bracketed IPv6, with or without a port. No user, no path: these would move a URL made from it
const wellFormedHost = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?$/

function isProxy(address: string | null, proxies: BlockList): boolean {
  return address !== null && proxies.check(address, familyOf(address))
}

/** Without port, brackets, zone and the IPv6 form of IPv4 addresses; null when it is no address. */
function plainAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(bare) === 0 ? null : bare.toLowerCase()
}

function lastValues(headers: IncomingHttpHeaders, name: string): string[] {
  const value = headers[name]
  if (value === undefined) return []
  return (Array.isArray(value) ? value.join(',') : value).split(',').map((each) => each.trim())
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
