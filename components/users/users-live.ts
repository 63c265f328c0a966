'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type LiveTold, liveStore } from '@/components/layout/live-store'
import { useLive } from '@/components/layout/use-live'
import { fetchUser, fetchUsersPage, type ListedUser, type UsersPage } from './users-answer'
import { pageOptions } from './users-listing'
import { changedRows, mergeUsers, newsSentence, type UserNews } from './users-news'

/** Soon enough to be within a second, and seldom enough when others change much. */
const askAfterMs = 100
const askEveryMs = 1000
/** A page that was read before something was told is not told it again. */
const drawnWithinMs = 15_000
/** Rows that the list has lost are asked for one by one, but not all of a page. */
const foundMax = 5
/** Whoever listens is not to be talked to all the time. */
const announceEveryMs = 5000

type Held = { asked: string; page: UsersPage; count: number }
type News = { asked: string; marks: ReadonlyMap<string, UserNews> }

/**
 * What others change in the list that is shown: rows change in place and are marked; what would make rows come, go or
 * move is held until the person asks for it.
 */
export function useUsersNews(asked: string, ownId: string | null) {
  const client = useQueryClient()
  const [held, setHeld] = useState<Held | null>(null)
  const [news, setNews] = useState<News>({ asked, marks: new Map() })
  const [spoken, setSpoken] = useState('')
  const { queryKey } = pageOptions(asked)
  const at = useRef({
    changed: new Map<string, UserNews | null>(),
    told: new Map<string, { name: string; by: string | null }>(),
    askedAt: 0,
    spokenAt: 0,
  })
  const timers = useRef<{ ask?: Timer; speak?: Timer }>({})

  async function look() {
    timers.current.ask = undefined
    at.current.askedAt = performance.now()
    const state = client.getQueryState(queryKey)
    // What is on its way may have been read before
    if (state?.status === 'pending') return lookSoon()
    if (state?.status !== 'success') return
    const changed = new Map(at.current.changed)
    at.current.changed.clear()
    const signal = AbortSignal.timeout(10_000)
    const fresh = await fetchUsersPage(asked, signal)
    const shown = client.getQueryData<UsersPage>(queryKey)
    if (!shown) return
    const lost = shown.users.filter(({ id }) => changed.has(id) && !fresh.users.some((user) => user.id === id))
    const found = await Promise.all(lost.slice(0, foundMax).map(({ id }) => fetchUser(id, signal)))
    const merged = mergeUsers(client.getQueryData(queryKey) ?? shown, fresh, byId(found))
    client.setQueryData(queryKey, merged.page)
    mark(changed, changedRows(shown, merged.page))
    setHeld(merged.held > 0 ? { asked, page: fresh, count: merged.held } : null)
    for (const part of ['facets', 'count']) void client.invalidateQueries({ queryKey: ['users', part] })
    const isOther = ({ queryHash }: { queryHash: string }) => queryHash !== JSON.stringify(queryKey)
    void client.invalidateQueries({ queryKey: ['users', 'page'], predicate: isOther, refetchType: 'none' })
  }

  /** Together with what has changed, and only that: a mark at what looks as before would puzzle. */
  function mark(changed: ReadonlyMap<string, UserNews | null>, rows: readonly ListedUser[]) {
    const others = rows.flatMap((user) => {
      const by = changed.get(user.id)
      return by ? [{ user, news: by }] : []
    })
    if (others.length === 0) return
    setNews((was) => ({
      asked,
      marks: new Map([
        ...(was.asked === asked ? was.marks : []),
        ...others.map(({ user, news }) => [user.id, news] as const),
      ]),
    }))
    for (const { user, news } of others) at.current.told.set(user.id, { name: user.name, by: news.by })
    const waitMs = Math.max(0, announceEveryMs - (performance.now() - at.current.spokenAt))
    timers.current.speak ??= setTimeout(speak, waitMs)
  }

  const lookSoon = useEffectEvent(() => {
    const waitMs = Math.max(askAfterMs, askEveryMs - (performance.now() - at.current.askedAt))
    // What can't be had now comes with the next news, or with the list itself
    timers.current.ask ??= setTimeout(() => void look().catch(() => {}), waitMs)
  })

  function speak() {
    timers.current.speak = undefined
    at.current.spokenAt = performance.now()
    setSpoken(newsSentence([...at.current.told.values()]))
    at.current.told.clear()
  }

  useLive((told: LiveTold) => {
    if (told === 'everything') return lookSoon()
    const { subject, action, actorId, actorName } = told
    if (subject.kind !== 'user' || !action.startsWith('user.')) return
    lookSoon()
    if (subject.id === null) return
    const { id } = subject
    const isOwn = actorId !== null && actorId === ownId
    at.current.changed.set(id, isOwn ? null : { by: actorName, at: told.at })
  })

  // An effect, because what is told is told outside of React
  useEffect(() => {
    if (liveStore.wasToldWithin(drawnWithinMs)) lookSoon()
    const running = timers.current
    return () => {
      clearTimeout(running.ask)
      clearTimeout(running.speak)
      running.ask = undefined
      running.speak = undefined
    }
  }, [])

  return {
    marks: news.asked === asked ? news.marks : none,
    spoken,
    held: held?.asked === asked ? held.count : 0,
    /** The list as it is now. */
    showHeld() {
      if (held?.asked === asked) client.setQueryData(queryKey, held.page)
      setHeld(null)
    },
  }
}

type Timer = ReturnType<typeof setTimeout>
const none: ReadonlyMap<string, UserNews> = new Map()

function byId(users: readonly (ListedUser | null)[]): Map<string, ListedUser> {
  return new Map(users.flatMap((user) => (user ? [[user.id, user]] : [])))
}
