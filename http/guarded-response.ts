import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { OtherAnswer } from './unavailable-page'

/** The last word on an answer's headers, whoever writes it: Next, the API or the front door itself. */
export class GuardedResponse extends ServerResponse<IncomingMessage> {
  /** Files of the build have their content in their name. Everything else is private and kept nowhere. */
  mayBeKept = false
  /** The connection ends with this answer, so that a drain does too. */
  isLast = false

  constructor(request: IncomingMessage) {
    super(request)
    // Who wants to know of the end: Next with seven, we with four; eleven would be taken for a leak
    this.setMaxListeners(20)
  }
  /** Asked when an answer is about to be "something went wrong": what is sent in its place, where more is known. */
  otherThanFailure: () => OtherAnswer | null = () => null
  private isReplaced = false

  /** Refused as there is too much to do: the log tells of all of them in one line. */
  isShed = false

  override writeHead(
    status: number,
    reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ): this {
    const other = status === 500 ? this.otherThanFailure() : null
    if (other) return this.replaceBy(other)
    this.removeHeader('X-Powered-By')
    if (!this.mayBeKept || status >= 400) this.forbidKeeping()
    if (this.isLast) this.setHeader('Connection', 'close')
    return typeof reason === 'string' ? super.writeHead(status, reason, headers) : super.writeHead(status, reason)
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of node
  override write(...given: any[]): boolean {
    return this.isReplaced || Reflect.apply(super.write, this, given)
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of node
  override end(...given: any[]): this {
    return this.isReplaced ? this : Reflect.apply(super.end, this, given)
  }

  /** Whoever was answering goes on, and is not heard. */
  private replaceBy({ status, headers, body }: OtherAnswer): this {
    for (const name of ['Content-Encoding', 'Transfer-Encoding', 'ETag', 'Location']) this.removeHeader(name)
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value)
    this.writeHead(status)
    super.end(body)
    this.isReplaced = true
    return this
  }

  private forbidKeeping(): void {
    const stated = String(this.getHeader('Cache-Control') ?? '')
    if (!stated.includes('no-store')) {
      this.setHeader('Cache-Control', stated.includes('no-transform') ? 'no-store, no-transform' : 'no-store')
    }
  }
}
