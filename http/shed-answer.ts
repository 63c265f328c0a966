import type { IncomingMessage } from 'node:http'
import { sendBusy } from './busy-page'
import type { GuardedResponse } from './guarded-response'
import { retryAfterShed } from './load-shedder'
import { problemOfRefusal, sendProblem } from './problem'
import type { Destination } from './request-check'

const words = 'There is more to do here than can be done right now. Nothing was changed. Try again in a few seconds.'

/** Cheap: the more there are, the less it may take from those that are served. */
export function sendShed(
  request: IncomingMessage,
  response: GuardedResponse,
  destination: Destination,
  requestId: string,
): void {
  response.isShed = true
  const retryAfterSeconds = retryAfterShed()
  if (destination === 'pages') {
    sendBusy(request, response, { status: 503, title: 'Roster is busy', words, retryAfterSeconds })
    return
  }
  const headers = { 'Retry-After': `${retryAfterSeconds}` }
  sendProblem(response, problemOfRefusal({ status: 503, detail: words, headers }, requestId))
}
