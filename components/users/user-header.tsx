import { Avatar } from '@/components/ui/avatar'
import { CopyButton } from '@/components/ui/copy-button'
import type { User } from '@/server/users/user'

/** Who this page is about. */
export function UserHeader({ user }: { user: Pick<User, 'id' | 'name' | 'email'> }) {
  return (
    <div className="flex min-w-0 items-center gap-4 px-gutter pt-2 pb-5 max-md:pb-4">
      <Avatar name={user.name} seed={user.id} size="lg" />
      <div className="min-w-0">
        <h1 className="wrap-anywhere text-xl">
          <bdi>{user.name}</bdi>
        </h1>
        <p className="flex min-w-0 items-center gap-1 text-ink-2">
          <span className="truncate" title={user.email}>
            <bdi>{user.email}</bdi>
          </span>
          <CopyButton text={user.email} label="Copy address" className="-my-1" />
        </p>
      </div>
    </div>
  )
}
