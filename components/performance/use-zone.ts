'use client'

import { useSyncExternalStore } from 'react'

/** The time zone of whoever looks; null on the server, which does not know it, so that no time is shown wrongly. */
export function useZone(): string | null {
  return useSyncExternalStore(
    () => () => undefined,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    () => null,
  )
}
