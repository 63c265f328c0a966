/** What we use of the package, which ships no types; those made for it bring all of Express along. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http'
  import type { BrotliOptions } from 'node:zlib'

  type Filter = (request: IncomingMessage, response: ServerResponse) => boolean
  type Compress = (request: IncomingMessage, response: ServerResponse, next: () => void) => void
  function compression(options: { filter?: Filter; level?: number; brotli?: BrotliOptions }): Compress
  namespace compression {
    const filter: Filter
  }
  export = compression
}
