'use client'

import { useRef, useSyncExternalStore } from 'react'
import { ToastCard } from '../ui/toast'
import { toastStore } from '../ui/toast-store'

/** Where toasts appear: at the end of the page, above its foot. Stands once, in the root layout. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, toastStore.readOnServer)
  const region = useRef<HTMLElement>(null)
  const cameFrom = useRef<Element | null>(null)
  if (toasts.length === 0) return null

  function dismiss(id: number) {
    // The focus goes back to where it was before it came here
    const hasFocus = region.current?.contains(document.activeElement)
    if (hasFocus && cameFrom.current instanceof HTMLElement) cameFrom.current.focus()
    toastStore.dismiss(id)
  }

  return (
    <section
      ref={region}
      aria-label="Notifications"
      onFocus={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) cameFrom.current = event.relatedTarget
      }}
      className="fixed end-gutter bottom-15 z-40 w-84 max-w-[calc(100vw-1.5rem)] max-md:inset-x-2 max-md:bottom-2 max-md:w-auto max-md:max-w-none [body:has([data-selection-bar])_&]:max-2xl:bottom-30"
    >
      <ul className="grid gap-2">
        {toasts.map((toast, index) => (
          <ToastCard
            key={toast.id}
            toast={toast}
            isNewest={index === toasts.length - 1}
            onDismiss={() => dismiss(toast.id)}
          />
        ))}
      </ul>
    </section>
  )
}
