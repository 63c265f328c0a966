import { type Actor, nameInLabel } from '@/server/auth/actor'
import type { Event, Subject } from '@/server/events/event'
import { type Batch, eventFeed, followEvents } from '@/server/events/event-feed'
import { isToldLive, type LiveMessage, liveSubjectsMax } from '@/server/events/live'
import { isElsewhere, type Position, positionText } from '@/server/events/position'
import { log } from '@/server/log'
import { processWide } from '@/server/platform/process-wide'
import type { UserRole } from '@/server/users/user'
import { findUserRoles } from '@/server/users/user-list-service'
import { userCan } from '@/server/users/user-policy'

/** An open page. `id` is where it goes on when it comes back. */
export type LiveListener = {
  actor: Actor
  send(message: LiveMessage, id: string | null): void
  /** What was missed can't be told: everything is to be asked for anew. */
  resync(id: string | null): void
  /** From here on it is told. */
  ready(id: string | null): void
}

type Listening = LiveListener & {
  /** What comes while it still gets what it has missed; null once it is level. */
  waiting: Batch[] | null
  told: Set<number>
}

/** Whoever has missed more asks for everything anew. */
const replayMax = 1000

function hub() {
  return processWide('live-pages', () => {
    const listening = new Set<Listening>()
    followEvents({
      name: 'live pages',
      handle: async (batch) => {
        const roles = await rolesFor([...listening], batch)
        for (const each of listening) each.waiting ? each.waiting.push(batch) : tell(each, batch, roles)
      },
      lost: () => {
        for (const each of listening) each.resync(null)
      },
    })
    return { listening, replaying: Promise.resolve() }
  })
}

/** From the start of the process on, so that pages that are drawn know where to go on. */
export function startLive(): void {
  hub()
}

/** Where a page that is drawn now goes on; null while that is not known. */
export function livePlace(): string | null {
  const position = eventFeed().position()
  return position && positionText(position)
}

/**
 * Tells an open page what others change, as far as its person may know, from `from` on, or from now. Answers how to end.
 * Nothing is missed on the way from an instance to another; what arrives twice has the same `seq`.
 */
export function listenLive(listener: LiveListener, from: Position | 'unknown' | null): () => void {
  const { listening } = hub()
  const each: Listening = { ...listener, waiting: [], told: new Set() }
  listening.add(each)
  void catchUp(each, from).catch((error: unknown) => {
    log().warn({ err: error }, 'an open page could not be told what it has missed')
    each.resync(livePlace())
    each.waiting = null
  })
  return () => listening.delete(each)
}

async function catchUp(each: Listening, from: Position | 'unknown' | null): Promise<void> {
  if (from === null) each.ready(livePlace())
  else if (from === 'unknown' || !(await inTurn(each, from))) each.resync(livePlace())
  else each.ready(null)
  for (let batch = each.waiting?.shift(); batch; batch = each.waiting?.shift()) {
    tell(each, batch, await rolesFor([each], batch))
  }
  each.waiting = null
}

/**
 * One after the other, and not for who has left again: they share a connection with whatever looks for what is new, so
 * that who comes and goes quickly would keep it from everybody.
 */
function inTurn(each: Listening, from: Position): Promise<boolean> {
  const turns = hub()
  const turn = turns.replaying.then(() => !turns.listening.has(each) || replay(each, from))
  turns.replaying = turn.then(
    () => {},
    () => {},
  )
  return turn
}

/** Answers false where it is too much, or of another database. */
async function replay(each: Listening, from: Position): Promise<boolean> {
  const look = { position: await eventFeed().now(), askedAt: performance.now() }
  if (isElsewhere(from, look.position)) return false
  const batches: Batch[] = []
  let place = from
  for (let count = 0; place.target !== null || place.done !== look.position.done; ) {
    const batch = await eventFeed().read(place, look)
    batches.push(batch)
    place = batch.after
    count += batch.events.length
    if (count > replayMax) return false
  }
  for (const batch of batches) {
    tell(each, batch, await rolesFor([each], batch))
    for (const { seq } of batch.events) each.told.add(seq)
  }
  return true
}

function tell(each: Listening, batch: Batch, roles: Map<string, UserRole>): void {
  const messages = batch.events
    .filter(({ seq }) => !each.told.has(seq))
    .flatMap((event) => messagesOf(event, each.actor, roles))
  const [first] = messages
  const last = messages.at(-1)
  if (first && last && messages.length > liveSubjectsMax) {
    const many = { ...last, subject: { kind: first.subject.kind, id: null } }
    each.send({ ...many, actorId: null, actorName: null }, positionText(batch.after))
    return
  }
  for (const message of messages) each.send(message, idAfter(batch, message.seq))
}

/** A batch is one stretch from one snapshot to a later one, told in the order of `seq`. */
function idAfter({ before, after, events }: Batch, seq: number): string | null {
  if (seq === events.at(-1)?.seq) return positionText(after)
  return positionText({ ...before, target: after.target ?? after.done, seq })
}

function messagesOf(event: Event, actor: Actor, roles: Map<string, UserRole>): LiveMessage[] {
  if (!isToldLive(event)) return []
  return subjectsOf(event).flatMap(({ kind, id }) => {
    const message: LiveMessage = {
      seq: event.seq,
      action: event.action,
      subject: { kind, id },
      actorId: event.actorId,
      actorName: event.actorId === null ? event.actorLabel : nameInLabel(event.actorLabel),
      at: event.createdAt.toISOString(),
    }
    if (actor.role === 'admin') return [message]
    if (kind !== 'user' || !userCan.list(actor)) return []
    if (userCan.viewHistory(actor, { id, role: roles.get(id) ?? 'admin' })) return [message]
    // That a row of the list has changed they may see; not what was done to it, nor by whom
    if (!event.action.startsWith('user.')) return []
    return [{ ...message, action: 'user.updated', actorId: null, actorName: null }]
  })
}

function subjectsOf({ subject, changes }: Event): Subject[] {
  const all = [...(subject ? [subject] : []), ...changes.map((change) => change.subject)]
  return [...new Map(all.map((each) => [`${each.kind} ${each.id}`, each])).values()]
}

/** Only managers see some users' history and not others'. */
async function rolesFor(listening: readonly Listening[], { events }: Batch): Promise<Map<string, UserRole>> {
  const ids = listening.some(({ actor }) => actor.role !== 'admin')
    ? events
        .filter(isToldLive)
        .flatMap((event) => subjectsOf(event).flatMap(({ kind, id }) => (kind === 'user' ? id : [])))
    : []
  return findUserRoles([...new Set(ids)])
}
