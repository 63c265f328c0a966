'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ActionState } from '@/components/ui/action-state'
import { askAlerts, type FirstAlerts, isToShow, type SeenAlert } from './alert-answer'

const everyMs = 10_000

/** The open alerts, kept fresh while somebody looks; `now` is the moment they are of. */
export function useOpenAlerts(first: FirstAlerts): { shown: SeenAlert[]; now: number } {
  const { data, dataUpdatedAt } = useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: async ({ signal }) => (await askAlerts('open&limit=100', signal)).data,
    initialData: first.alerts,
    initialDataUpdatedAt: first.at,
    refetchInterval: everyMs,
  })
  return { shown: data.filter(isToShow), now: dataUpdatedAt }
}

/** Asks for the alerts anew once an action has changed them. */
export function useFreshAlerts(state: ActionState<unknown>): void {
  const queries = useQueryClient()
  // An effect, because the action is given to the form as it is, so that it works without script; only its state tells
  useEffect(() => {
    if (state.status !== 'idle') void queries.invalidateQueries({ queryKey: ['alerts'] })
  }, [state, queries])
}
