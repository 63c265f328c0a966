import { buttonLook } from '@/components/ui/button-look'
import { SoftLink } from '@/components/ui/soft-link'
import type { UserQuery } from '@/server/users/user-query'
import { canClear, clearedHref } from './users-address'

/** Takes search and filters away, where there are any. */
export function UsersClear({ query, onGo }: { query: UserQuery; onGo: (href: string) => void }) {
  if (!canClear(query)) return null
  return (
    <SoftLink
      href={clearedHref(query)}
      onGo={onGo}
      className={buttonLook({ variant: 'quiet', size: 'sm', hasIcon: false, hasAfter: false, className: 'max-md:h-9' })}
    >
      Clear filters
    </SoftLink>
  )
}
