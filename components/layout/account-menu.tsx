'use client'

import { CircleUser, Keyboard, LogOut } from 'lucide-react'
import { Avatar } from '../ui/avatar'
import { classNames } from '../ui/class-names'
import { Menu } from '../ui/menu'
import { MenuItem, MenuLink, MenuSeparator } from '../ui/menu-item'
import { showOverlay } from './overlay'

export type Account = {
  id: string
  name: string
  /** Under the name: the role, in words */
  detail: string
}

/** Signs this browser out. A server action, so that it works before the page is hydrated */
export type SignOut = () => Promise<void>

export function AccountMenu({ account, signOut }: { account: Account; signOut: SignOut }) {
  return (
    <Menu
      label="Account"
      placement="above"
      trigger={({ className, ...trigger }) => (
        <button
          type="button"
          {...trigger}
          className={classNames(
            'flex min-h-10 w-full min-w-0 items-center gap-2 rounded-2 px-2 py-1 text-start hover:bg-frame-hover aria-expanded:bg-frame-hover max-md:min-h-11 rail:px-1',
            className,
          )}
        >
          <span className="sr-only">Account</span>
          <Avatar name={account.name} seed={account.id} />
          <span className="grid min-w-0 flex-1 rail:sr-only">
            <bdi className="truncate font-medium leading-4">{account.name}</bdi>
            <small className="text-ink-3">{account.detail}</small>
          </span>
        </button>
      )}
    >
      <MenuLink href="/account" icon={<CircleUser />}>
        Account
      </MenuLink>
      <MenuItem icon={<Keyboard />} keys="?" onClick={() => showOverlay('shortcuts')}>
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <form action={signOut} role="presentation">
        <MenuItem type="submit" icon={<LogOut />}>
          Sign out
        </MenuItem>
      </form>
    </Menu>
  )
}
