'use client'

import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { type LiveState, type LiveTold, liveStore } from './live-store'

/** Calls `hear` for whatever is told from now on. */
export function useLive(hear: (told: LiveTold) => void): void {
  const heard = useEffectEvent(hear)
  // An effect, because the connection stands outside of React
  useEffect(() => liveStore.listen((told) => heard(told)), [])
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(liveStore.listenState, liveStore.state, () => 'resting')
}
