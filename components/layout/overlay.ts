import { useSyncExternalStore } from 'react'

/** What the frame itself may show above the page. */
export type Overlay = 'palette' | 'shortcuts' | null

let shown: Overlay = null
const listeners = new Set<() => void>()

/** Called from anywhere in the page: by a key, by the search button at the top. */
export function showOverlay(next: Overlay): void {
  shown = next
  for (const listener of listeners) listener()
}

export function useOverlay(): Overlay {
  return useSyncExternalStore(
    subscribe,
    () => shown,
    () => null,
  )
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
