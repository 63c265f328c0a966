'use client'

import { useRef, useState } from 'react'
import { ListScroll, ListTools } from '@/components/layout/list-page'
import { keepPreference } from '@/components/layout/preferences'
import { Notice } from '@/components/ui/notice'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import { isFiltered, type UserQuery } from '@/server/users/user-query'
import { usersTabs } from './users-address'
import type { UsersPage } from './users-answer'
import { NobodyElse, UsersBlank } from './users-blank'
import { UsersClear } from './users-clear'
import { UsersFailed } from './users-failure'
import { UsersFilters } from './users-filters'
import { UsersFoot } from './users-foot'
import { UsersHeld } from './users-held'
import { type FirstUsers, useUsersListing } from './users-listing'
import { useUsersNews } from './users-live'
import { UsersOffline } from './users-offline'
import { UsersSearch } from './users-search'
import { UsersTable } from './users-table'
import { type UsersView, usersViewCookie, usersViewText } from './users-view'
import { UsersViewButton } from './users-view-button'

type Props = {
  /** What the server has drawn */
  first: FirstUsers
  view: UsersView
  /** Who looks: what they change themselves is no news */
  ownId: string | null
}

/** The users, as the address asks for them. */
export function UsersList({ first, view: firstView, ownId }: Props) {
  const listing = useUsersListing(first)
  const { query, page, isBehind, isFetching, failure, retry } = listing
  const news = useUsersNews(listing.asked, ownId)
  const top = useRef<HTMLDivElement>(null)
  const [view, setView] = useState(firstView)
  const hasRows = page !== undefined && page.users.length > 0

  function changeView(next: UsersView) {
    keepPreference(usersViewCookie, usersViewText(next))
    setView(next)
  }

  /** Another list, or another page of it, is read from above. */
  function go(href: string) {
    listing.go(href)
    top.current?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <>
      <Tabs
        label="Views"
        tabs={usersTabs(query)}
        onGo={go}
        actions={
          <>
            {hasRows ? <UsersClear query={query} onGo={go} /> : null}
            <UsersViewButton view={view} onChange={changeView} />
          </>
        }
      />
      <ListTools>
        <UsersSearch query={query} />
        <UsersFilters query={query} onGo={go} isClearShown={hasRows} />
      </ListTools>
      <UsersOffline />
      <div aria-live="polite" className="sr-only">
        {news.spoken}
      </div>
      {page?.isPlaceLost && !isBehind ? (
        <div className="flex-none px-gutter pb-2">
          <Notice tone="info">The place that the address named is not in this list, so this is its first page.</Notice>
        </div>
      ) : null}
      {failure ? (
        <UsersFailed failure={failure} onRetry={retry} isRetrying={isFetching} hasRows={page !== undefined} />
      ) : null}
      {page ? (
        <>
          <ListScroll label="List of users">
            <div ref={top} />
            {hasRows ? (
              <UsersTable
                query={query}
                page={page}
                view={view}
                news={news.marks}
                isLeaving={isBehind && !failure}
                onGo={go}
              />
            ) : null}
            {hasRows || isBehind ? null : <UsersBlank query={query} onGo={go} />}
            {isNobodyElse(query, page) && !isBehind ? <NobodyElse /> : null}
            {isBehind && isFetching ? <StillLoading hasRows={hasRows} /> : null}
            {isBehind ? null : <UsersHeld held={news.held} onShow={news.showHeld} />}
          </ListScroll>
          {hasRows ? <UsersFoot query={query} page={page} isBehind={isBehind} onGo={go} /> : null}
        </>
      ) : failure ? null : (
        <SkeletonRows label="Loading users" count={12} />
      )}
    </>
  )
}

/** Whoever looks at the list is in it, so one row of an unfiltered list is nobody else. */
function isNobodyElse(query: UserQuery, { users, next, previous }: UsersPage): boolean {
  return !isFiltered(query) && users.length === 1 && next === null && previous === null
}

function StillLoading({ hasRows }: { hasRows: boolean }) {
  if (!hasRows) return <SkeletonRows label="Loading users" count={12} />
  return (
    <p className="sticky bottom-0 animate-appear-late border-line border-t bg-paper px-gutter py-2 text-ink-2">
      This takes longer than usual.
    </p>
  )
}
