import type { Settings, StoredSettings } from '@/server/settings/settings'

/** The settings as the form sends them: figures as they are typed, lists one entry a line. */
export type SettingsEdit = { version: string } & Record<keyof Settings, string>

export function settingsEdit({ value, version }: StoredSettings): SettingsEdit {
  return {
    version: String(version),
    signInFailuresPerAccount: String(value.signInFailuresPerAccount),
    signInTriesPerAddress: String(value.signInTriesPerAddress),
    signInFailuresFromAnywhere: String(value.signInFailuresFromAnywhere),
    signInWindowMinutes: String(value.signInWindowMinutes),
    sessionIdleMinutes: String(value.sessionIdleMinutes),
    sessionDays: String(value.sessionDays),
    apiPerSecond: String(value.apiPerSecond),
    apiBurst: String(value.apiBurst),
    actionsPerSecond: String(value.actionsPerSecond),
    actionsBurst: String(value.actionsBurst),
    unknownTokensPerMinute: String(value.unknownTokensPerMinute),
    restrictedDomains: value.restrictedDomains.join('\n'),
    allowedDomains: value.allowedDomains.join('\n'),
  }
}

/** The entries of a list that was typed: by lines, and by commas or spaces where somebody pasted such. */
export function listEntries(text: unknown): string[] {
  return typeof text === 'string' ? text.split(/[\s,;]+/).filter(Boolean) : []
}
