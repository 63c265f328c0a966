import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach } from 'vitest'
import type { Batch, EventFeed } from '@/server/events/event-feed'
import { createEventFeed } from '@/server/events/event-feed'
import { recordEvent } from '@/server/events/event-service'
import { type Database, database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { system } from '@/server/users/user-test-people'

// For tests of the event feed: feeds that end with the test, and followers that remember what they saw

const open = new Set<EventFeed>()
afterEach(async () => {
  await Promise.all([...open].map((feed) => feed.stop()))
  open.clear()
})

/** Started, and past its first look. */
export async function openFeed(): Promise<EventFeed> {
  const feed = createEventFeed()
  open.add(feed)
  feed.start()
  await until(() => feed.position() !== null)
  return feed
}

/** A subject's id whose events a test knows as its own. */
export const newSubject = () => `subject-${randomUUID()}`

export async function addEvent(subjectId: string, reason = '', db: Database = database()): Promise<string> {
  const subject = { kind: 'settings' as const, id: subjectId, label: subjectId }
  return recordEvent(db, system(), { action: 'settings.updated', subject, outcome: 'done', reason })
}

/** A transaction that has written an event and stays open until `commit` is called. */
export async function openTransaction(subjectId: string, reason: string): Promise<{ commit(): Promise<void> }> {
  let commit: () => void = () => {}
  const mayCommit = new Promise<void>((resolve) => {
    commit = resolve
  })
  let done: Promise<void> = Promise.resolve()
  await new Promise<void>((resolve, reject) => {
    done = inTransaction(async (tx) => {
      await addEvent(subjectId, reason, tx)
      resolve()
      await mayCommit
    })
    done.catch(reject)
  })
  return {
    commit: () => {
      commit()
      return done
    },
  }
}

/** The reasons of a subject's events, as they came. */
export function memory(subjectId: string) {
  const seen: string[] = []
  const take = ({ events }: Batch) => {
    for (const { subject, reason } of events) if (subject?.id === subjectId) seen.push(reason ?? '')
  }
  return { seen, take }
}

export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it did not become so within ${withinMs} ms`)
    await sleep(10)
  }
}
