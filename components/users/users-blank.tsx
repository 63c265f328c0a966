'use client'

import { Trash2, Users } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonLook } from '@/components/ui/button-look'
import { EmptyState } from '@/components/ui/empty-state'
import { NoMatch } from '@/components/ui/no-match'
import { SoftLink } from '@/components/ui/soft-link'
import type { UserQuery } from '@/server/users/user-query'
import { canClear, clearedHref, filteredHref } from './users-address'

type Props = { query: UserQuery; onGo: (href: string) => void }

/** In the place of rows where there are none: because nobody matches, or because nobody is there. */
export function UsersBlank({ query, onGo }: Props) {
  const isTrash = query.deleted === 'only'
  if (query.cursor !== null) {
    return (
      <EmptyState
        icon={<Users />}
        title="Nobody is on this page any more"
        actions={
          <SoftLink
            href={filteredHref(query, {})}
            onGo={onGo}
            className={buttonLook({ hasIcon: false, hasAfter: false })}
          >
            Go to the first page
          </SoftLink>
        }
      >
        The users who stood here have been changed or deleted since.
      </EmptyState>
    )
  }
  if (canClear(query)) {
    return (
      <NoMatch
        title={query.q ? `Nobody matches “${query.q}”` : 'Nobody matches these filters'}
        actions={
          <SoftLink href={clearedHref(query)} onGo={onGo} className={buttonLook({ hasIcon: false, hasAfter: false })}>
            Clear filters
          </SoftLink>
        }
      >
        {query.q
          ? 'Names and addresses are searched for each of the words, whatever their case and accents. '
          : 'There are users, but none that all the filters let through. '}
        {isTrash ? 'Only the trash was looked in.' : 'The trash was not looked in.'}
      </NoMatch>
    )
  }
  if (isTrash) {
    return (
      <EmptyState icon={<Trash2 />} title="The trash is empty">
        Users who are deleted come here, and can be restored.
      </EmptyState>
    )
  }
  return <NobodyElse />
}

/** The list has one row: whoever looks at it. */
export function NobodyElse() {
  return (
    <EmptyState
      icon={<Users />}
      title="Nobody else yet"
      actions={<ButtonLink href="/users/new">Add the first user</ButtonLink>}
    >
      You are the only one here. The people you add appear in this list.
    </EmptyState>
  )
}
