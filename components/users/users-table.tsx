'use client'

import { useRef } from 'react'
import { useShortcuts } from '@/components/layout/shortcuts'
import { classNames } from '@/components/ui/class-names'
import { ColumnHeading, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { UserQuery, UserSort } from '@/server/users/user-query'
import { searchedWords } from './user-match'
import { sortedHref } from './users-address'
import type { UsersPage } from './users-answer'
import { bodyLook, gridColumns, headLook, headRowLook, looks, tableLook } from './users-look'
import type { UserNews } from './users-news'
import { UsersRow } from './users-row'
import { type OptionalColumn, optionalColumns, type UsersView } from './users-view'

type Props = {
  query: UserQuery
  page: UsersPage
  view: UsersView
  /** Rows that others changed a moment ago, by id */
  news: ReadonlyMap<string, UserNews>
  /** The rows are those from before, and others are on their way */
  isLeaving: boolean
  onGo: (href: string) => void
}

export const columnWords: Record<OptionalColumn, string> = {
  role: 'Role',
  status: 'Status',
  last_sign_in: 'Last sign-in',
  created: 'Created',
}

export function UsersTable({ query, page, view, news, isLeaving, onGo }: Props) {
  const table = useRef<HTMLTableElement>(null)
  useShortcuts([
    { keys: 'j', label: 'Next row', group: 'Users', run: () => moveRow(table.current, 1) },
    { keys: 'k', label: 'Previous row', group: 'Users', run: () => moveRow(table.current, -1) },
    // Only for the list of keys: the focus is on the row's link, which Enter opens by itself
    { keys: 'Enter', label: 'Open the row', group: 'Users', run: () => undefined },
  ])
  const columns = optionalColumns.filter((column) => !view.hidden.includes(column))
  const look = looks[view.lines]
  const words = searchedWords(query.q)
  const sort = (by: UserSort) => ({
    direction: query.sort !== by ? null : query.order === 'asc' ? ('ascending' as const) : ('descending' as const),
    href: sortedHref(query, by),
    onGo,
  })

  return (
    <Table
      ref={table}
      label="Users"
      aria-busy={isLeaving}
      className={tableLook}
      style={{ gridTemplateColumns: gridColumns(view, columns) }}
    >
      <TableHead className={headLook}>
        <Row className={headRowLook}>
          <ColumnHeading label="Name" sort={sort('name')} className={look.nameHead} />
          <ColumnHeading label="Email" sort={sort('email')} className={look.emailHead} />
          {columns.map((column) => (
            <ColumnHeading key={column} label={columnWords[column]} sort={sort(column)} className="md:row-start-1" />
          ))}
          <ColumnHeading label="Actions" isLabelHidden className="md:row-start-1" />
        </Row>
      </TableHead>
      <TableBody className={classNames(bodyLook, isLeaving && 'opacity-55 delay-150')}>
        {page.users.map((user) => (
          <UsersRow
            key={user.id}
            user={user}
            columns={columns}
            words={words}
            now={page.at}
            look={look}
            news={news.get(user.id)}
          />
        ))}
      </TableBody>
    </Table>
  )
}

function moveRow(table: HTMLTableElement | null, step: 1 | -1) {
  const links = [...(table?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
  const here = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const next = here === -1 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1)
  links[next]?.focus()
}
