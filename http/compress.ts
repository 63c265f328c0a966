import type { IncomingMessage, ServerResponse } from 'node:http'
import { constants } from 'node:zlib'
import compression from 'compression'
import type { Destination } from './request-check'

// JSON of the API costs more to compress than to make: the fastest setting halves that for 20 % more bytes
const quickly = compression({ filter: isText, level: 1, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } } })
const well = compression({ filter: isText, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } } })

/** Compresses text over 1 kB on its way out, as far as the client takes it and `no-transform` does not forbid it. */
export function compress(request: IncomingMessage, response: ServerResponse, destination: Destination): void {
  const next = () => {}
  if (destination === 'api') quickly(request, response, next)
  else well(request, response, next)
}

/** Events would wait in the compressor, and half a file can't be unpacked. */
function isText(request: IncomingMessage, response: ServerResponse): boolean {
  const type = String(response.getHeader('Content-Type') ?? '')
  if (type.startsWith('text/event-stream') || response.hasHeader('Content-Range')) return false
  return compression.filter(request, response)
}
