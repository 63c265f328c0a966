import {
  defaultOrder,
  defaultUserQuery,
  filterOf,
  type UserFilter,
  type UserQuery,
  type UserSort,
  userQueryParams,
} from '@/server/users/user-query'

/** The address of a list of users. */
export function usersHref(query: UserQuery): string {
  const params = askedOf(query)
  return params === '' ? '/users' : `/users?${params}`
}

/** Its parameters: the same for the page and for the API. Equal lists have equal ones. */
export function askedOf(query: UserQuery): string {
  return userQueryParams({ ...query, count: 'none' }).toString()
}

/** The same list, differently filtered: from its first page. */
export function filteredHref(query: UserQuery, change: Partial<UserFilter>): string {
  return usersHref({ ...query, ...change, cursor: null })
}

/** Sorted by this column; where it is so already, the other way round. */
export function sortedHref(query: UserQuery, sort: UserSort): string {
  const turned = query.order === 'asc' ? 'desc' : 'asc'
  return usersHref({ ...query, sort, order: query.sort === sort ? turned : defaultOrder(sort), cursor: null })
}

/** Without what was searched and filtered. The trash stays the trash. */
export function clearedHref(query: UserQuery): string {
  const deleted = query.deleted === 'only' ? 'only' : 'without'
  return filteredHref(query, { ...filterOf(defaultUserQuery), deleted })
}

/** Whether there is anything that `clearedHref` would take away. */
export function canClear(query: UserQuery): boolean {
  return clearedHref(query) !== usersHref({ ...query, cursor: null })
}

const views: ReadonlyArray<{ label: string; filter: Partial<UserFilter> }> = [
  { label: 'All users', filter: {} },
  { label: 'Administrators', filter: { role: ['admin'] } },
  { label: 'Never signed in', filter: { neverSignedIn: true } },
  { label: 'Suspended or locked', filter: { status: ['suspended', 'locked'] } },
  { label: 'Trash', filter: { deleted: 'only' } },
]

/** The views as tabs. Where the filter is none of them, the nearest is said to be changed. */
export function usersTabs(query: UserQuery) {
  const tabs = views.map(({ label, filter }) => {
    const whole = { ...filterOf(defaultUserQuery), ...filter }
    return {
      label,
      href: filteredHref(query, whole),
      isSame: keyOf(whole) === keyOf(query),
      isWithin: keyOf({ ...query, ...filter }) === keyOf(query),
    }
  })
  const here = tabs.find(({ isSame }) => isSame) ?? tabs.findLast(({ isWithin }) => isWithin)
  return tabs.map(({ label, href, isSame }) => {
    const isHere = label === here?.label
    return { label, href, isHere, isChanged: isHere && !isSame }
  })
}

/** Equal for filters that are equal, whatever the order in which their values were chosen. */
function keyOf(filter: UserFilter): string {
  const { role, status } = filter
  return userQueryParams(filterOf({ ...filter, role: role.toSorted(), status: status.toSorted() })).toString()
}
