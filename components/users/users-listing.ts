'use client'

import { keepPreviousData, type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { liveStore } from '@/components/layout/live-store'
import { type ApiFailure, failureOf } from '@/components/ui/api-answer'
import { filterOf, readUserQuery, type UserFilter, userQueryParams } from '@/server/users/user-query'
import { askedOf, usersHref } from './users-address'
import { fetchUsersCount, fetchUsersFacets, fetchUsersPage, type UsersCount, type UsersPage } from './users-answer'

/** What the server has drawn: the answer to the parameters `asked`, or why there is none. */
export type FirstUsers = { asked: string } & ({ page: UsersPage; failure: null } | { page: null; failure: ApiFailure })

/**
 * The list that the address asks for. The first answer came with the page; after that the address moves by itself and
 * the API is asked. What was shown stays until the next answer comes, and also when none does.
 */
export function useUsersListing(first: FirstUsers) {
  const query = readUserQuery(new URLSearchParams(useSearchParams()))
  const asked = askedOf(query)
  const isFirst = asked === first.asked
  const [arrivedAt] = useState(() => Date.now())
  const client = useQueryClient()
  const answer = useQuery({
    ...pageOptions(asked),
    initialData: isFirst ? (first.page ?? undefined) : undefined,
    initialDataUpdatedAt: arrivedAt,
    placeholderData: keepPreviousData,
  })
  useNewerFirst(client, first)

  const [shown, setShown] = useState(answer.data)
  if (answer.data && answer.data !== shown) setShown(answer.data)
  const page = answer.data ?? shown
  const isBehind = page !== undefined && (answer.isPlaceholderData || answer.data === undefined)

  // Fetched ahead: whoever reads a page mostly wants the next one
  const next = isBehind || !page?.next ? null : askedOf({ ...query, cursor: page.next })
  useQuery({
    ...pageOptions(next ?? ''),
    enabled: next !== null,
    notifyOnChangeProps: [],
    refetchOnWindowFocus: false,
    retry: false,
  })

  return {
    query,
    asked,
    page,
    /** What is shown is not yet, or not, what the address asks for */
    isBehind,
    isFetching: answer.isFetching,
    failure: answer.error ? failureOf(answer.error) : isFirst && !page ? first.failure : null,
    retry: () => void answer.refetch(),
    go: (href: string) => history.pushState(null, '', href),
  }
}

export function useUsersFacets(filter: UserFilter) {
  const key = ['users', 'facets', userQueryParams(filterOf(filter)).toString()]
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchUsersFacets(filterOf(filter), signal),
    placeholderData: keepPreviousData,
    ...patience,
  })
}

export function useUsersCount(filter: UserFilter, options: { isWanted?: boolean; first?: UsersCount | null } = {}) {
  return useQuery({
    queryKey: ['users', 'count', userQueryParams(filterOf(filter)).toString()],
    queryFn: ({ signal }) => fetchUsersCount(filterOf(filter), signal),
    initialData: options.first ?? undefined,
    enabled: options.isWanted ?? true,
    ...patience,
  })
}

/** Once more at once where the server failed or could not be reached; what it refuses it would refuse again. */
const patience = {
  retry: (failures: number, error: Error) => failures < 1 && !isRefusal(failureOf(error)),
  retryDelay: 400,
}

/** Typing moves the address where it is: a letter is no step that Back should take back. */
export function searchHere(words: string): void {
  if (location.pathname !== '/users') return
  const query = readUserQuery(new URLSearchParams(location.search))
  if (query.q !== words) history.replaceState(null, '', usersHref({ ...query, q: words, cursor: null }))
}

export function pageOptions(asked: string) {
  return queryOptions({
    queryKey: ['users', 'page', asked],
    queryFn: ({ signal }) => fetchUsersPage(asked, signal),
    // What others change comes by itself, without moving a row; only where it does not is it asked for
    refetchOnWindowFocus: () => liveStore.state() === 'away',
    ...patience,
  })
}

function useNewerFirst(client: QueryClient, first: FirstUsers) {
  const [initial] = useState(first)
  // An effect, because the cache stands outside of React: when the server draws the page again, after a change, that is
  // newer than everything the cache holds
  useEffect(() => {
    if (taken.has(first)) return
    taken.add(first)
    const { queryKey } = pageOptions(first.asked)
    if (first.page) client.setQueryData(queryKey, first.page)
    if (first === initial) return
    const isOther = ({ queryHash }: { queryHash: string }) => queryHash !== JSON.stringify(queryKey)
    void client.invalidateQueries({ queryKey: ['users'], predicate: isOther })
  }, [client, first, initial])
}

/** What came back with Next's own cache was taken before, and is old by now. */
const taken = new WeakSet<FirstUsers>()

function isRefusal({ status }: ApiFailure): boolean {
  return status >= 400 && status < 500
}
