'use client'

import { useEffect, useState } from 'react'
import type { ActionState } from '@/components/ui/action-state'
import { useActionToast } from '@/components/ui/use-action-toast'

/** The form that made the user is gone by now, so the address brings its answer here; it is told once. */
export function UserCreatedToast({ name, eventId }: { name: string; eventId: string }) {
  const [state] = useState<ActionState<never>>({ status: 'done', message: `${name} was created.`, eventId })
  useActionToast(state)
  // An effect, because it is the address of the window that must forget it: loading the page again is no new user
  useEffect(() => {
    const address = new URL(location.href)
    address.searchParams.delete('created')
    history.replaceState(history.state, '', address)
  }, [])
  return (
    <noscript>
      <p role="status" className="px-gutter pb-4">
        {name} was created.
      </p>
    </noscript>
  )
}
