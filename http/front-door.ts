import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { workFor } from '@/server/caller'
import { clock } from '@/server/clock'
import { log } from '@/server/log'
import { watch } from '@/server/measure'
import { type Arrival, arrivalOf, stampRequest } from './arrival'
import { compress } from './compress'
import { drainServer } from './drain'
import type { GuardedResponse } from './guarded-response'
import { createHttpServer, listen, type Upgrade } from './http-server'
import { loadShedder } from './load-shedder'
import { foreignOriginReason } from './origin-check'
import { isOverLimit } from './page-limits'
import { problemOfError, problemOfRefusal, sendProblem } from './problem'
import { proxyList } from './proxies'
import { answerRaw } from './raw-answer'
import { RequestCaller } from './request-caller'
import { type Destination, destinationOf, refusalOf } from './request-check'
import { nonceHeader } from './request-facts'
import { requestRecorder } from './request-recorder'
import { type RequestSpan, requestSpan } from './request-span'
import { routeNames } from './route-names'
import { dataPolicy, pagePolicy, securityHeaders } from './security-headers'
import { sendShed } from './shed-answer'
import { signOutActions } from './sign-out-actions'
import { clockOffsetMs, testClockHeader } from './test-clock'

export type Handler = (request: IncomingMessage, response: GuardedResponse) => void | Promise<void>
export type FrontDoorOptions = {
  /** `/healthz`, `/readyz` and `/api/v1`. */
  api: Handler
  /** Everything else. */
  pages: Handler
  /** `/_next/static`; `pages` where it is absent. */
  buildFiles?: Handler
  /** Web sockets of Next's development server. */
  upgrade?: Upgrade
  /** Under which browsers know us; without it the Host header decides. */
  appUrl?: string | undefined
  trustedProxies: readonly string[]
  isDevelopment: boolean
  /** Requests may bring a time of their own. */
  hasTestClock?: boolean
  /** False for the bench and for the test that shows what would be without it. */
  isShedding?: boolean
  /** False for the bench alone, which shows what recording costs. */
  isRecorded?: boolean
  /** The ids of the actions that are never refused; those of the build where it is absent. */
  signOut?: ReadonlySet<string>
  /** Called when it begins to drain, to end what would never end by itself. */
  onDrain?: () => void
}
export type FrontDoor = {
  /** Returns the port, which the system chooses for 0. Fails with node's own errors, such as EADDRINUSE. */
  listen(port: number, host: string): Promise<number>
  isDraining(): boolean
  /** Takes no new connections, finishes what is under way, and after `timeoutMs` cuts what is not. */
  drain(timeoutMs?: number): Promise<void>
}

/** The one HTTP server: every request gets its id, its checks and its headers here, and is then handed over. */
export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
  const { isDevelopment, signOut = signOutActions() } = options
  const appUrl = options.appUrl === undefined ? null : new URL(options.appUrl)
  const settings = { appUrl, proxies: proxyList(options.trustedProxies) }
  const headers = securityHeaders(appUrl?.protocol === 'https:')
  const handlers: Record<Destination, Handler> = {
    api: options.api,
    pages: options.pages,
    'build-file': options.buildFiles ?? options.pages,
  }
  const inFlight = new Set<GuardedResponse>()
  const nameOf = routeNames()
  const record = options.isRecorded === false ? () => {} : requestRecorder()
  watch('http.active', () => [...inFlight].filter((response) => !isStream(response)).length)
  const shedder = options.isShedding === false ? null : loadShedder(signOut)
  let isDraining = false
  const server = createHttpServer({
    handle,
    upgrade: options.upgrade && upgrade,
    headers,
    onMalformed: (status) => record({ ...malformed, status }),
  })

  function handle(request: IncomingMessage, response: GuardedResponse): void {
    inFlight.add(response)
    response.once('close', () => inFlight.delete(response))
    response.isLast = isDraining
    const arrival = arrivalOf(request, settings)
    answer(request, response, arrival).catch((error: unknown) => {
      const problem = problemOfError(error, arrival.requestId)
      // Half an answer must not look like a whole one
      if (response.headersSent) response.destroy()
      else sendProblem(response, problem)
    })
  }

  async function answer(request: IncomingMessage, response: GuardedResponse, arrival: Arrival): Promise<void> {
    const { requestId, site } = arrival
    const path = pathOf(request)
    const destination = destinationOf(path)
    const span = recorded(request, response, path, arrival)
    for (const name in headers) response.setHeader(name, headers[name] ?? '')
    response.setHeader('Content-Security-Policy', dataPolicy)
    response.setHeader('X-Request-Id', requestId)

    if (shedder && !arrival.isInner) {
      const leave = await shedder.admit({ request, response, destination, path })
      if (leave === null) return sendShed(request, response, destination, requestId)
      if (response.destroyed) leave()
      else response.once('close', leave)
    }

    const refusal = refusalOf(request, destination, arrival, isDevelopment)
    if (refusal !== null || site === null) {
      sendProblem(response, problemOfRefusal(refusal ?? { status: 400, detail: 'Which site is meant?' }, requestId))
      return
    }
    const clockMs = options.hasTestClock ? clockOffsetMs(request.headers) : 0
    stampRequest(request, arrival, site)
    if (options.hasTestClock) passClockOn(request, response, clockMs)
    if (destination === 'pages') setNonce(request, response, isDevelopment)
    response.mayBeKept = destination === 'build-file' && !isDevelopment
    // Next says how long only where nobody has said it before
    if (response.mayBeKept) response.removeHeader('Cache-Control')
    if (destination === 'pages' && !arrival.isInner && isOverLimit(request, response, signOut)) return
    if (!arrival.isInner) compress(request, response, destination)
    if (request.headers.expect !== undefined) response.writeContinue()
    const caller = new RequestCaller(response)
    const serve = () => workFor(caller, () => handlers[destination](request, response))
    await span.run(() => clock.moveFor(clockMs, serve))
  }

  /** One line, one figure and one span per request, once it is over. */
  function recorded(request: IncomingMessage, response: GuardedResponse, path: string, arrival: Arrival): RequestSpan {
    const beganAt = performance.now()
    const route = nameOf(path)
    const span = requestSpan(request, route, arrival)
    const { requestId, isInner } = arrival
    response.once('close', () => {
      const { method = '' } = request
      const { statusCode: status, writableFinished } = response
      const us = (performance.now() - beganAt) * 1000
      // What Next fetches from ourselves is a part of a request that is counted already
      if (!isInner) {
        record({ method, route, status, us, isStream: isStream(response), isCut: !writableFinished })
      }
      const facts = { requestId, method, path, status, ms: Math.round(us / 100) / 10 }
      log()[isInner || response.isShed ? 'debug' : 'info'](
        { ...facts, ...(writableFinished ? {} : { cut: true }) },
        'request',
      )
      span.end(status)
    })
    return span
  }

  // A web socket has no other protection against foreign pages: it is asked like an unsafe method
  function upgrade(...[request, socket, head]: Parameters<Upgrade>): void {
    const { site } = arrivalOf(request, settings)
    const isOwn = site !== null && foreignOriginReason('POST', request.headers, site) === null
    if (isOwn) options.upgrade?.(request, socket, head)
    else answerRaw(socket, { status: 403, detail: 'This request comes from another site.' }, headers)
  }

  return {
    listen: (port, host) => listen(server, port, host),
    isDraining: () => isDraining,
    async drain(timeoutMs = 9_000) {
      isDraining = true
      options.onDrain?.()
      shedder?.stop()
      for (const response of inFlight) response.isLast = true
      await drainServer(server, () => inFlight.size, timeoutMs)
    },
  }
}

const malformed = { method: 'OTHER', route: '(malformed)', us: 0, isStream: false, isCut: false }

function isStream(response: GuardedResponse): boolean {
  return String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream')
}

/** Also to what Next fetches from ourselves; and the answer says that there is such a clock. */
function passClockOn(request: IncomingMessage, response: GuardedResponse, clockMs: number): void {
  request.headers[testClockHeader] = String(clockMs / 1000)
  response.setHeader(testClockHeader, String(clockMs / 1000))
}

/** Without the query, which may hold e-mail addresses that somebody searched for. */
function pathOf({ url = '' }: IncomingMessage): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}

function setNonce(request: IncomingMessage, response: GuardedResponse, isDevelopment: boolean): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce, isDevelopment)
  request.headers['content-security-policy'] = policy
  request.headers[nonceHeader] = nonce
  response.setHeader('Content-Security-Policy', policy)
}
