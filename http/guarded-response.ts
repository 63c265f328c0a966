import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** The last word on an answer's headers, whoever writes it: Next, the API or the front door itself. */
export class GuardedResponse extends ServerResponse<IncomingMessage> {
  /** Files of the build have their content in their name. Everything else is private and kept nowhere. */
  mayBeKept = false
  /** The connection ends with this answer, so that a drain does too. */
  isLast = false

  override writeHead(
    status: number,
    reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ): this {
    this.removeHeader('X-Powered-By')
    if (!this.mayBeKept || status >= 400) this.forbidKeeping()
    if (this.isLast) this.setHeader('Connection', 'close')
    return typeof reason === 'string' ? super.writeHead(status, reason, headers) : super.writeHead(status, reason)
  }

  private forbidKeeping(): void {
    const stated = String(this.getHeader('Cache-Control') ?? '')
    if (!stated.includes('no-store')) {
      this.setHeader('Cache-Control', stated.includes('no-transform') ? 'no-store, no-transform' : 'no-store')
    }
  }
}
