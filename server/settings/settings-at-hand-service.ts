import { evenIfNobodyWaits } from '@/server/caller'
import { log } from '@/server/log'
import { processWide } from '@/server/platform/process-wide'
import { defaultSettings, type Settings } from '@/server/settings/settings'
import { cachedSettings } from '@/server/settings/settings-service'

const readEveryMs = 1000

/**
 * The settings without waiting for them, for limits that are asked at each request: at most a second behind. As they
 * were last known while the database is away, and the defaults until they were first read.
 */
export function settingsAtHand(): Settings {
  const kept = processWide('settings-at-hand', () => ({ value: defaultSettings, readAt: -readEveryMs }))
  const now = performance.now()
  if (now - kept.readAt >= readEveryMs) {
    kept.readAt = now
    evenIfNobodyWaits(cachedSettings).then(
      (value) => {
        kept.value = value
      },
      (error: unknown) => log().debug({ err: error }, 'the settings could not be read: the last ones hold'),
    )
  }
  return kept.value
}
