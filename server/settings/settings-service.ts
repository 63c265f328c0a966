import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError, appErrorOf, forbidden } from '@/server/errors'
import type { Event, FieldValues } from '@/server/events/event'
import { listEventsAbout, recordEvent, recordRefusal } from '@/server/events/event-service'
import { type Database, database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { type Settings, type StoredSettings, settingsSchema } from '@/server/settings/settings'
import { settingsRepository } from '@/server/settings/settings-repository'

const subject = { kind: 'settings', id: 'settings', label: 'Settings' } as const

/** The settings as they are now; what was never set has its default. Give the transaction when inside one. */
export async function currentSettings(db: Database = database()): Promise<Settings> {
  return (await storedSettings(db)).value
}

/** The settings and the version that a form is made on. Fails with `forbidden`. */
export async function getSettings(actor: Actor): Promise<StoredSettings> {
  refuseUnlessAdministrator(actor)
  return storedSettings(database())
}

/** What was changed about the settings, newest first. Fails with `forbidden`. */
export async function getSettingsHistory(actor: Actor, limit: number): Promise<Event[]> {
  refuseUnlessAdministrator(actor)
  return listEventsAbout(database(), subject.id, limit)
}

/**
 * Saves all settings. Fails with `forbidden`, or with `conflict` when somebody saved since `version`: nothing is
 * merged here, because limits belong together.
 */
export async function updateSettings(actor: Actor, version: number, next: Settings): Promise<StoredSettings> {
  try {
    refuseUnlessAdministrator(actor)
    return await inTransaction(async (tx) => {
      const row = await settingsRepository(tx).lock()
      if (!row || row.version !== version) {
        throw new AppError(
          'conflict',
          'Somebody else saved the settings meanwhile. What you typed is kept: compare, then save again.',
        )
      }
      const { before, after } = differences(settingsSchema.parse(row.value), next)
      if (Object.keys(after).length === 0) return { value: next, version }
      await settingsRepository(tx).update(version, next, clock.now())
      const change = { subject, version: version + 1, before, after }
      await recordEvent(tx, actor, { action: 'settings.updated', subject, outcome: 'done', changes: [change] })
      return { value: next, version: version + 1 }
    })
  } catch (error) {
    const code = appErrorOf(error)?.code ?? 'bug'
    await recordRefusal(actor, {
      action: 'settings.updated',
      subject,
      outcome: code === 'bug' ? 'failed' : 'refused',
      code,
    })
    throw error
  }
}

async function storedSettings(db: Database): Promise<StoredSettings> {
  const row = await settingsRepository(db).find()
  return { value: settingsSchema.parse(row?.value ?? {}), version: row?.version ?? 1 }
}

function refuseUnlessAdministrator(actor: Actor): void {
  if (actor.role !== 'admin') throw forbidden('Only an administrator may see and change the settings.')
}

function differences(was: Settings, now: Settings): { before: FieldValues; after: FieldValues } {
  const before: FieldValues = {}
  const after: FieldValues = {}
  const values: FieldValues = now
  for (const [field, value] of Object.entries<FieldValues[string]>(was)) {
    const to = values[field] ?? null
    if (JSON.stringify(value) === JSON.stringify(to)) continue
    before[field] = value
    after[field] = to
  }
  return { before, after }
}
