'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { askAlerts, type SeenPage } from './alert-answer'
import { AlertTable } from './alert-table'

const perPage = 10

type Props = {
  /** The newest, which come with the page */
  first: SeenPage
  /** The moment of the server, in milliseconds */
  at: number
}

/** Open alerts and those that were: what fired, by what figures, who took care, and how it ended. */
export function AlertHistory({ first, at }: Props) {
  const [cursor, setCursor] = useState<string | null>(null)
  const { data, dataUpdatedAt, isError, refetch } = useQuery({
    queryKey: ['alerts', 'history', cursor],
    queryFn: ({ signal }) => askAlerts(`limit=${perPage}${cursor === null ? '' : `&cursor=${cursor}`}`, signal),
    ...(cursor === null ? { initialData: first, initialDataUpdatedAt: at } : {}),
    // What is over does not change: only the first page has news
    refetchInterval: cursor === null ? 10_000 : false,
    placeholderData: keepPreviousData,
  })
  const { previous = null, next = null } = data?.page ?? {}
  return (
    <div id="alerts" className="scroll-mt-4">
      <Panel
        title="Alerts"
        isFlush
        footer={
          previous !== null || next !== null ? (
            <nav aria-label="Pages of alerts" className="ms-auto flex gap-2">
              <Button size="sm" disabled={previous === null} onClick={() => setCursor(previous)}>
                Newer
              </Button>
              <Button size="sm" disabled={next === null} onClick={() => setCursor(next)}>
                Older
              </Button>
            </nav>
          ) : undefined
        }
      >
        {isError ? (
          <div className="p-4">
            <Notice
              tone="bad"
              role="alert"
              actions={
                <Button size="sm" onClick={() => void refetch()}>
                  Try again
                </Button>
              }
            >
              The alerts could not be loaded. What is shown may be old.
            </Notice>
          </div>
        ) : null}
        {data && data.data.length > 0 ? (
          <AlertTable alerts={data.data} now={new Date(dataUpdatedAt)} />
        ) : (
          <p className="px-4 py-3 text-ink-3">Nothing has gone past its threshold yet.</p>
        )}
      </Panel>
    </div>
  )
}
