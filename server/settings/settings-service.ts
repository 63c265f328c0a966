import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { AppError, appErrorOf, forbidden } from '@/server/errors'
import type { Event, FieldValues } from '@/server/events/event'
import { eventFeed, followEvents } from '@/server/events/event-feed'
import { type Happening, listEventsAbout, recordEvent, recordRefusal } from '@/server/events/event-service'
import { operation } from '@/server/operation'
import { createCache } from '@/server/platform/cache'
import { type Database, database } from '@/server/platform/database'
import { processWide } from '@/server/platform/process-wide'
import { inTransaction } from '@/server/platform/transaction'
import { type Settings, type StoredSettings, settingsSchema } from '@/server/settings/settings'
import { settingsRepository } from '@/server/settings/settings-repository'
import { actorNow } from '@/server/users/actor-service'

/** Whoever is further behind than this asks the database. */
const cacheBehindMaxMs = 1000

const subject = { kind: 'settings', id: 'settings', label: 'Settings' } as const

/** The settings as they are now; what was never set has its default. Give the transaction when inside one. */
export async function currentSettings(db: Database = database()): Promise<Settings> {
  return (await storedSettings(db)).value
}

/**
 * The settings for what asks at each request, such as limits: from memory, at most a second behind, and never behind
 * the last change of who asks. Where the event feed is not running or not up to date, from the database.
 */
export async function cachedSettings(): Promise<Settings> {
  const { cache, newest } = settingsCache()
  const kept = await cache.get(subject.id)
  if (kept.version >= newest.version) return kept.value
  cache.dropAll()
  return (await cache.get(subject.id)).value
}

/** The version that somebody's look-up came with: what they have changed on another instance is not older. */
export function noteSettingsVersion(version: number): void {
  const { newest } = settingsCache()
  newest.version = Math.max(newest.version, version)
}

/** The settings and the version that a form is made on. Fails with `forbidden`. */
export const getSettings = operation('getSettings', async (actor: Actor): Promise<StoredSettings> => {
  refuseUnlessAdministrator(actor)
  return storedSettings(database())
})

/** What was changed about the settings, newest first. Fails with `forbidden`. */
export const getSettingsHistory = operation(
  'getSettingsHistory',
  async (actor: Actor, limit: number): Promise<Event[]> => {
    refuseUnlessAdministrator(actor)
    return listEventsAbout(database(), subject.id, limit)
  },
)

/** `eventId` is null when everything was so already. */
export type SavedSettings = StoredSettings & { eventId: string | null }

/**
 * Saves all settings. Fails with `forbidden`, or with `conflict` when somebody saved since `version`: nothing is
 * merged here, because limits belong together.
 */
export const updateSettings = operation(
  'updateSettings',
  async (actor: Actor, version: number, next: Settings): Promise<SavedSettings> => {
    return changeSettings(actor, { action: 'settings.updated' }, (stored) => {
      if (stored.version !== version) {
        throw new AppError(
          'conflict',
          'Somebody else saved the settings meanwhile. What you typed is kept: compare, then save again.',
        )
      }
      return next
    })
  },
)

/**
 * The way of every change: right, lock, row and event in one transaction; what is refused is recorded too. Fails with
 * `forbidden`, and as the work does.
 */
export async function changeSettings(
  actor: Actor,
  happening: Pick<Happening, 'details'> & { action: 'settings.updated' | 'settings.undone' },
  work: (stored: StoredSettings) => Settings,
): Promise<SavedSettings> {
  try {
    refuseUnlessAdministrator(actor)
    const saved = await inTransaction(async (tx) => {
      const row = await settingsRepository(tx).lock()
      refuseUnlessAdministrator(await actorNow(tx, actor))
      if (!row) throw new Error('the row of the settings is missing')
      const was = settingsSchema.parse(row.value)
      const next = work({ value: was, version: row.version })
      const { before, after } = differences(was, next)
      if (Object.keys(after).length === 0) return { value: next, version: row.version, eventId: null }
      const version = row.version + 1
      await settingsRepository(tx).update(row.version, next, clock.now())
      const changes = [{ subject, version, before, after }]
      const eventId = await recordEvent(tx, actor, { ...happening, subject, outcome: 'done', changes })
      return { value: next, version, eventId }
    })
    noteSettingsVersion(saved.version)
    return saved
  } catch (error) {
    const code = appErrorOf(error)?.code ?? 'bug'
    await recordRefusal(actor, { ...happening, subject, outcome: code === 'bug' ? 'failed' : 'refused', code })
    throw error
  }
}

function settingsCache() {
  return processWide('settings-cache', () => {
    const newest = { version: 0 }
    const name = 'the cache of settings'
    const cache = createCache<StoredSettings>({
      name: 'settings',
      max: 1,
      load: () => storedSettings(database()),
      isCurrent: () => eventFeed().hasPassed(name, cacheBehindMaxMs),
    })
    followEvents({
      name,
      handle: ({ events }) => {
        if (events.some((event) => event.subject?.kind === 'settings')) cache.dropAll()
      },
      lost: () => {
        newest.version = 0
        cache.dropAll()
      },
    })
    return { cache, newest }
  })
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
    if (isSameValue(value, to)) continue
    before[field] = value
    after[field] = to
  }
  return { before, after }
}

/** Whether two values of a setting are the same: lists are compared by what they hold. */
export function isSameValue(one: FieldValues[string], other: FieldValues[string]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
