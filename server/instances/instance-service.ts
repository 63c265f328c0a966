import { randomUUID } from 'node:crypto'
import { systemActor } from '@/server/auth/actor'
import { recordEvent } from '@/server/events/event-service'
import { log } from '@/server/log'
import { instanceName } from '@/server/platform/instance'
import { inTransaction } from '@/server/platform/transaction'
import { version } from '@/server/version'

/** Writes into the audit log that this instance serves from now on: another version explains other figures. */
export async function recordStart(): Promise<void> {
  await record('system.started')
}

/** The same of its orderly end. One that was killed leaves no such event. */
export async function recordStop(): Promise<void> {
  await record('system.stopped')
}

/** Neither start nor stop hangs on it: where it can't be written, the log line is what remains. */
async function record(action: 'system.started' | 'system.stopped'): Promise<void> {
  const name = instanceName()
  const actor = systemActor({ requestId: `${action}-${randomUUID()}`, via: 'system', ip: null, userAgent: null })
  const subject = { kind: 'instance', id: name, label: name } as const
  const details = { version, instance: name, node: process.versions.node }
  try {
    await inTransaction((tx) => recordEvent(tx, actor, { action, subject, outcome: 'done', details }))
  } catch (error) {
    log().warn({ err: error, action, ...details }, 'an event could not be recorded')
  }
}
