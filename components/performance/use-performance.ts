'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { type ApiFailure, failureOf } from '@/components/ui/api-answer'
import type { PerformanceView } from '@/server/performance/performance'
import { askedOf, type PerformanceAsked, performanceHref, readPerformanceAddress } from './performance-address'
import { fetchPerformance, isRefusal } from './performance-answer'
import { createPerformanceStore } from './performance-store'
import { followPerformance, type StreamState } from './performance-stream'

/** What the server has drawn: the answer to the parameters `asked`, or why there is none. */
export type FirstPerformance = { asked: string } & (
  | { view: PerformanceView; failure: null }
  | { view: null; failure: ApiFailure }
)

/**
 * The figures that the address asks for, and those that follow each second while the page is looked at and not paused.
 * What lives longer than a second (routes, marks, parts) is asked for anew every ten, or slower where a step is long.
 */
export function usePerformance(first: FirstPerformance) {
  const address = readPerformanceAddress(new URLSearchParams(useSearchParams()))
  const asked = askedOf(address)
  const isFirst = asked === first.asked
  const [store] = useState(() => createPerformanceStore(first.view))
  const [state, setState] = useState<StreamState>('connecting')
  const [isPaused, setPaused] = useState(false)
  const isInSight = useSyncExternalStore(
    subscribeSight,
    () => !document.hidden,
    () => true,
  )
  const [arrivedAt] = useState(() => Date.now())
  const mayFollow = address.zoom === null && !isPaused

  const answer = useQuery({
    queryKey: ['performance', asked],
    queryFn: ({ signal }) => fetchPerformance(asked, signal),
    initialData: isFirst ? (first.view ?? undefined) : undefined,
    initialDataUpdatedAt: arrivedAt,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (mayFollow ? refetchMs(data) : false),
    refetchOnWindowFocus: mayFollow,
    refetchOnReconnect: mayFollow,
    retry: false,
    // Each answer is a new one, and comparing hundreds of points to find that out is for nothing
    structuralSharing: false,
  })
  const failure = answer.error ? failureOf(answer.error) : isFirst && !answer.data ? first.failure : null
  const isFollowing = mayFollow && isInSight && !(failure && isRefusal(failure))
  const { refetch } = answer

  // Effects, because the stream and what is drawn from it stand outside of React
  const view = answer.isPlaceholderData ? undefined : answer.data
  useEffect(() => {
    if (view) store.load(asked, view)
  }, [store, asked, view])
  useEffect(() => {
    if (!isFollowing) return
    const ask = () => void refetch({ cancelRefetch: false })
    // After a pause: the stream tells what it remembers of it, the answer all
    if (store.wasFollowed(asked)) ask()
    return followPerformance(asked, store.knownUntil, {
      state: setState,
      again: ask,
      tick: (tick) => store.take(asked, tick),
    })
  }, [store, asked, isFollowing, refetch])

  return {
    store,
    address,
    view: answer.data,
    /** What is shown is not yet, or not, what the address asks for */
    isBehind: answer.isPlaceholderData,
    isFetching: answer.isFetching,
    failure,
    state,
    isPaused,
    setPaused,
    retry: () => void refetch(),
    go: (next: Partial<PerformanceAsked>) => history.pushState(null, '', performanceHref({ ...address, ...next })),
  }
}

export type Performance = ReturnType<typeof usePerformance>

/** A tenth of a step, as nothing changes faster; between ten seconds and a minute. */
function refetchMs(view: PerformanceView | undefined): number {
  return Math.min(60, Math.max(10, (view?.step ?? 0) / 10)) * 1000
}

function subscribeSight(changed: () => void) {
  document.addEventListener('visibilitychange', changed)
  return () => document.removeEventListener('visibilitychange', changed)
}
