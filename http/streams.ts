import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Actor } from '@/server/auth/actor'
import { closeLiveRoles, liveRoles } from '@/server/auth/live-role-service'
import { AppError } from '@/server/errors'
import { log } from '@/server/log'
import { watch } from '@/server/measure'
import type { ApiContext } from './api'

/** One message of a stream (Server-sent events). `data` is sent as JSON. */
export type StreamMessage = { id?: string; event?: string; data: unknown }
export type Stream = { send(message: StreamMessage): void; end(): void }
type Open = Stream & { actor: Actor; may: (actor: Actor) => boolean; hello(): void }

const perActorMax = 20
const inAllMax = 2000
/** Whoever reads so slowly is cut, and goes on where they were when they come back. */
const unreadBytesMax = 1024 * 1024
/** Whoever may no longer see something sees it for less than a second; the look itself takes a little. */
const checkEveryMs = 500
/** Proxies cut what is silent for longer, 60 s mostly; and a page that hears nothing knows that its line is dead. */
const helloEveryMs = 15_000
/** While the database is away nobody's rights are known; nothing is told meanwhile, and not for ever. */
const unknownMsMax = 30_000
/** Whoever does not even read that it is over is cut. */
const lastWordsMs = 2000

/** For all who are there: with neither the caller nor the clock or trace of the first of them. */
const outsideRequests = AsyncLocalStorage.snapshot()
const open = new Set<Open>()
let isDraining = false
let timer: NodeJS.Timeout | null = null
let checkedAt = 0
let isChecking = false
watch('streams.open', () => open.size)

/**
 * Answers with a stream that lasts until the client goes, we drain, or the actor may no longer see it: looked up twice a
 * second, so that signing out ends it as it ends everything else. `begin` gets the stream and answers what to do at its
 * end. Fails with `rate_limited` where somebody has too many open, and with `unavailable`.
 */
export function answerStream(
  context: ApiContext,
  actor: Actor,
  may: (actor: Actor) => boolean,
  begin: (stream: Stream) => () => void,
): Response {
  const { incoming, outgoing } = context.env
  // Gone while we looked who it is: its end was told already, and would never be told again
  if (outgoing.destroyed) return RESPONSE_ALREADY_SENT
  const mine = [...open].filter((stream) => stream.actor.id === actor.id).length
  if (isDraining || open.size >= inAllMax) {
    throw new AppError('unavailable', 'Too much is being watched here.', {}, { retryAfterSeconds: 2 })
  }
  if (mine >= perActorMax) {
    throw new AppError('rate_limited', 'You have too many pages open that are live.', {}, { retryAfterSeconds: 10 })
  }
  outgoing.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // For proxies that would collect an answer before they pass it on
    'X-Accel-Buffering': 'no',
  })
  if (incoming.method === 'HEAD') {
    outgoing.end()
    return RESPONSE_ALREADY_SENT
  }
  const stream = streamOver(outgoing, actor, may)
  open.add(stream)
  if (timer === null) {
    checkedAt = performance.now()
    timer = outsideRequests(() => setInterval(() => void check(), checkEveryMs).unref())
  }
  const hello = setInterval(stream.hello, helloEveryMs)
  stream.hello()
  const end = begin(stream)
  outgoing.once('close', () => {
    clearInterval(hello)
    open.delete(stream)
    end()
  })
  return RESPONSE_ALREADY_SENT
}

/** Tells everybody to come back (to another instance, or to the next process here), and takes no more. */
export function endStreams(): void {
  isDraining = true
  for (const stream of open) stream.end()
}

function streamOver(outgoing: ServerResponse, actor: Actor, may: Open['may']): Open {
  // `writable` stays true after the end, and whoever reads nothing has not got that far
  const isOver = () => outgoing.writableEnded || outgoing.destroyed
  const write = (text: string) => {
    if (isOver()) return
    outgoing.write(text)
    if (outgoing.writableLength > unreadBytesMax) outgoing.destroy()
  }
  return {
    actor,
    may,
    hello: () => write('event: hello\ndata: {}\n\n'),
    send: ({ id, event, data }) => {
      const head = (id === undefined ? '' : `id: ${id}\n`) + (event === undefined ? '' : `event: ${event}\n`)
      write(`${head}data: ${JSON.stringify(data)}\n\n`)
    },
    end: () => {
      if (isOver()) return
      // Not all at the same moment
      outgoing.end(`retry: ${500 + Math.round(Math.random() * 1500)}\nevent: reconnect\ndata: {}\n\n`)
      setTimeout(() => outgoing.destroy(), lastWordsMs).unref()
    },
  }
}

/** Ends those whose session or token has ended, or whose rights have. */
async function check(): Promise<void> {
  if (open.size === 0) {
    if (timer) clearInterval(timer)
    timer = null
    await closeLiveRoles()
    return
  }
  if (isChecking) return
  isChecking = true
  const askedAt = performance.now()
  const asked = [...open]
  try {
    const roles = await liveRoles(asked.map(({ actor }) => actor))
    for (const stream of asked) {
      const role = roles.get(stream.actor)
      if (!role || !stream.may({ ...stream.actor, role })) stream.end()
    }
    checkedAt = askedAt
  } catch (error) {
    if (askedAt - checkedAt < unknownMsMax) return
    log().warn({ err: error }, 'streams were ended, as nobody’s rights could be looked up')
    for (const stream of asked) stream.end()
  } finally {
    isChecking = false
  }
}
