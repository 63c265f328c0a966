'use client'

import { CloudOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { connectLive } from './live-connection'
import { useLiveState } from './use-live'

/**
 * Keeps what others change coming while this page is open, and says so quietly where that is not so. `place` is where
 * the page was drawn.
 */
export function LiveStatus({ place }: { place: string | null }) {
  const [first] = useState(place)
  // An effect, because a connection stands outside of React
  useEffect(() => connectLive(first), [first])
  const state = useLiveState()
  if (state !== 'away') return null
  return (
    <p
      className="flex animate-appear-late items-center gap-2 px-2 py-1 text-ink-3 text-sm"
      title="What others change shows once the connection is back."
    >
      <CloudOff className="size-3.5" />
      Not live at the moment
    </p>
  )
}
