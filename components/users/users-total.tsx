'use client'

import { use } from 'react'
import { defaultUserQuery } from '@/server/users/user-query'
import type { UsersCount } from './users-answer'
import { useUsersCount } from './users-listing'

/** How many users there are. Counted while the rows are on their way already, so it comes when it comes. */
export function UsersTotal({ first }: { first: Promise<UsersCount | null> }) {
  const { data } = useUsersCount(defaultUserQuery, { first: use(first) })
  if (!data) return null
  return (
    <>
      {countText(data)}
      <span className="sr-only"> users</span>
    </>
  )
}

/** "12,431", or "10,000+" where counting stopped. */
export function countText({ value, exact }: UsersCount): string {
  return `${value.toLocaleString('en')}${exact ? '' : '+'}`
}
