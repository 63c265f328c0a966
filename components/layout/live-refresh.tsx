'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import type { LiveNews } from './live-store'
import { useLive } from './use-live'

type Props = {
  /** Whom or what the page is about */
  subject: { kind: string; id: string }
  /** "this user", in the sentence that says who has changed it */
  noun: string
  /** Who looks: what they change themselves is no news */
  ownId: string | null
}

/** Soon enough to be within a second, and seldom enough when others change much. */
const askAfterMs = 100
const askEveryMs = 1000

/** Draws the page anew when somebody changes what it is about, and says who it was. What was typed stays. */
export function LiveRefresh({ subject, noun, ownId }: Props) {
  const router = useRouter()
  const [news, setNews] = useState<LiveNews | null>(null)
  const at = useRef<{ askedAt: number; timer?: ReturnType<typeof setTimeout> }>({ askedAt: 0 })

  function refreshSoon() {
    const waitMs = Math.max(askAfterMs, askEveryMs - (performance.now() - at.current.askedAt))
    at.current.timer ??= setTimeout(() => {
      at.current = { askedAt: performance.now() }
      router.refresh()
    }, waitMs)
  }

  useLive((told) => {
    if (told === 'everything') return refreshSoon()
    if (told.subject.kind !== subject.kind || ![subject.id, null].includes(told.subject.id)) return
    refreshSoon()
    const isOthers = told.actorId === null || told.actorId !== ownId
    if (isOthers && told.subject.id !== null && told.action.startsWith(`${subject.kind}.`)) setNews(told)
  })
  // An effect, because a page that is left must not be drawn anew
  useEffect(() => () => clearTimeout(at.current.timer), [])

  return (
    <p aria-live="polite" className="relative h-0 text-accent-ink text-sm">
      {news ? (
        <span className="absolute end-gutter bottom-1 max-md:start-gutter max-md:bottom-0">
          {news.actorName ?? 'Somebody else'} changed {noun} <time dateTime={news.at}>{timeWords(news.at)}</time>.
        </span>
      ) : null}
    </p>
  )
}

/** By the clock of whoever looks: it is only said in their browser. */
function timeWords(at: string): string {
  return `at ${new Date(at).toLocaleTimeString('en', { hour: 'numeric', minute: '2-digit', second: '2-digit' })}`
}
