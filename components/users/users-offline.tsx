'use client'

import { useSyncExternalStore } from 'react'
import { Notice } from '@/components/ui/notice'

/** Says that the list is as it was when the connection went. It comes up to date by itself once there is one again. */
export function UsersOffline() {
  const isOnline = useSyncExternalStore(
    listen,
    () => navigator.onLine,
    () => true,
  )
  if (isOnline) return null
  return (
    <div className="flex-none px-gutter pb-2">
      <Notice tone="warn" role="status">
        <strong>No connection.</strong> You are looking at the list as it was. It goes on by itself once there is a
        connection again.
      </Notice>
    </div>
  )
}

function listen(changed: () => void) {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}
