'use client'

import { PagingBar } from '@/components/ui/paging-bar'
import { isFiltered, type UserQuery, type UserSort, userPageLimits } from '@/server/users/user-query'
import { canClear, usersHref } from './users-address'
import type { UsersPage } from './users-answer'
import { useUsersCount } from './users-listing'
import { countText } from './users-total'

type Props = { query: UserQuery; page: UsersPage; isBehind: boolean; onGo: (href: string) => void }

/** How many are shown of how many, and the way to the others. */
export function UsersFoot({ query, page, isBehind, onGo }: Props) {
  const shown = page.users.length
  const isAll = page.next === null && page.previous === null && !isBehind
  // All users are counted for the title already
  const { data: counted } = useUsersCount(query, { isWanted: !isAll && isFiltered(query) })
  const count = isAll ? { value: shown, exact: true } : counted
  const href = (cursor: string | null) => cursor && usersHref({ ...query, cursor })

  return (
    <PagingBar
      summary={
        <>
          <b>{shown}</b>
          {count ? ` of ${countText(count)}${canClear(query) ? ' that match' : ''}` : ''},{' '}
          {orderWords[query.sort][query.order]}
        </>
      }
      previousHref={isBehind ? null : href(page.previous)}
      nextHref={isBehind ? null : href(page.next)}
      onGo={onGo}
    >
      <label className="inline-flex items-center gap-1 max-md:w-full">
        <span className="sr-only">Users a page</span>
        <select
          value={query.limit}
          onChange={(event) => onGo(usersHref({ ...query, limit: Number(event.currentTarget.value), cursor: null }))}
          className="h-7 rounded-2 bg-transparent px-1 font-medium text-ink-2 hover:bg-hover max-md:h-10 max-md:text-field-phone"
        >
          {userPageLimits.map((limit) => (
            <option key={limit} value={limit}>
              {limit} a page
            </option>
          ))}
        </select>
      </label>
    </PagingBar>
  )
}

const orderWords: Record<UserSort, { asc: string; desc: string }> = {
  created: { asc: 'oldest first', desc: 'newest first' },
  name: { asc: 'by name', desc: 'by name, from the end' },
  email: { asc: 'by email', desc: 'by email, from the end' },
  role: { asc: 'by role', desc: 'by role, from the end' },
  status: { asc: 'by status', desc: 'by status, from the end' },
  last_sign_in: { asc: 'longest away first', desc: 'last seen first' },
}
