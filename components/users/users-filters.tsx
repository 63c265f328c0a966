'use client'

import { ListFilters } from '@/components/layout/list-page'
import { Facet } from '@/components/ui/facet'
import type { UserFilter, UserQuery } from '@/server/users/user-query'
import { roleWords, statusWords } from './user-words'
import { filteredHref } from './users-address'
import { UsersClear } from './users-clear'
import { useUsersFacets } from './users-listing'
import { UsersTimeChip } from './users-time-chip'

type Props = {
  query: UserQuery
  onGo: (href: string) => void
  /** At the end of the line, on a phone: elsewhere it has its place where it moves nothing */
  isClearShown: boolean
}

const roles = ['admin', 'manager', 'user'] as const
const statuses = ['active', 'suspended', 'locked'] as const

/** Everything that narrows the list, with how many there would be. */
export function UsersFilters({ query, onGo, isClearShown }: Props) {
  const { data, isError } = useUsersFacets(query)
  const filter = (change: Partial<UserFilter>) => onGo(filteredHref(query, change))
  // A count that can't be had is left out: the button works without
  const count = (number: number | undefined) =>
    number === undefined ? (isError ? '' : null) : `${number.toLocaleString('en')}${data?.exact ? '' : '+'}`

  return (
    <ListFilters>
      <Facet
        label="Role"
        values={roles.map((value) => ({ value, label: roleWords[value], count: count(data?.role[value]) }))}
        chosen={query.role}
        onToggle={(role) => filter({ role: toggled(query.role, role) })}
      />
      <Facet
        label="Status"
        values={statuses.map((value) => ({
          value,
          label: statusWords({ status: value, deletedAt: null }).word,
          count: count(data?.status[value]),
        }))}
        chosen={query.status}
        onToggle={(status) => filter({ status: toggled(query.status, status) })}
      />
      <UsersTimeChip
        label="Created"
        span={{ after: query.createdAfter, before: query.createdBefore, isNever: false }}
        onChange={({ after, before }) => filter({ createdAfter: after, createdBefore: before })}
      />
      <UsersTimeChip
        label="Last sign-in"
        span={{ after: query.lastSignInAfter, before: query.lastSignInBefore, isNever: query.neverSignedIn }}
        neverLabel="Never signed in"
        onChange={({ after, before, isNever }) =>
          filter({ lastSignInAfter: after, lastSignInBefore: before, neverSignedIn: isNever })
        }
      />
      {isClearShown ? (
        <span className="contents md:hidden">
          <UsersClear query={query} onGo={onGo} />
        </span>
      ) : null}
    </ListFilters>
  )
}

function toggled<Value>(chosen: readonly Value[], value: Value): Value[] {
  return chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
}
