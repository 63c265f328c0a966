import { type LookupAddress, lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** The target is one that nobody is sent to. */
export class RefusedAddressError extends Error {
  override name = 'RefusedAddressError'
}

/*
  Where a cloud tells its machines their secrets, and what is no single machine. Private ranges are allowed: that is where
  self-hosted targets are, and only administrators name targets.
*/
const refused = new BlockList()
for (const [address, bits] of [
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['168.63.129.16', 32],
  ['224.0.0.0', 3],
] as const) {
  refused.addSubnet(address, bits, 'ipv4')
  // The same by way of translation: NAT64, as everywhere and as at home, SIIT, the old way of writing them, and 6to4
  for (const prefix of ['64:ff9b::', '64:ff9b:1::', '::ffff:0:', '::']) {
    refused.addSubnet(`${prefix}${inWords(address)}`, 96 + bits, 'ipv6')
  }
  refused.addSubnet(`2002:${inWords(address)}::`, 16 + bits, 'ipv6')
}
refused.addSubnet('fe80::', 10, 'ipv6')
refused.addAddress('fd00:ec2::254', 'ipv6')
refused.addAddress('fd20:ce::254', 'ipv6')
refused.addSubnet('ff00::', 8, 'ipv6')

/**
 * Posts JSON to an address that somebody named, and answers the status. Follows no redirect, reads nothing of the
 * answer's body, and connects to the very address that was checked. Fails with RefusedAddressError for one that may not
 * be reached, else as the connection does.
 */
export function postOutside(
  target: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((done, fail) => {
    const url = new URL(target)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
      throw new RefusedAddressError('this is no address for a webhook')
    }
    // What is a number already is never looked up
    if (isIP(host) !== 0) refuse(host)
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      signal,
      lookup: checkedLookup,
      // A connection that is kept might be cut just when the next delivery is written
      agent: false,
      maxHeaderSize: 16_384,
    })
    request.on('response', (response) => {
      response.destroy()
      done(response.statusCode ?? 0)
    })
    request.on('error', fail)
    request.end(body)
  })
}

const checkedLookup: LookupFunction = (host, options, answer) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error, '')
    try {
      for (const { address } of addresses) refuse(address)
    } catch (refusal) {
      return answer(refusal as Error, '')
    }
    const [first] = addresses
    if (options.all) return answer(null, addresses satisfies LookupAddress[])
    answer(null, first?.address ?? '', first?.family)
  })
}

/** "a9fe:0" */
function inWords(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return [a * 256 + b, c * 256 + d].map((word) => word.toString(16)).join(':')
}

function refuse(address: string): void {
  const plain = address.split('%')[0] ?? ''
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  if (refused.check(plain, family)) throw new RefusedAddressError(`${plain} is not reached from here`)
}
