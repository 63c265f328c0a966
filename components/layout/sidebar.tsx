'use client'

import { PanelLeft, X } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode, ToggleEvent } from 'react'
import { IconButton } from '../ui/button'
import { classNames } from '../ui/class-names'
import { type Account, AccountMenu, type SignOut } from './account-menu'
import { Logo } from './logo'
import { Navigation } from './navigation'
import type { Place, PlaceKey } from './places'
import type { Theme } from './preferences'
import { sidebarId } from './sidebar-id'
import { ThemeSwitch } from './theme-switch'

type Props = {
  places: readonly Place[]
  tails: Partial<Record<PlaceKey, ReactNode>>
  account: Account
  signOut: SignOut
  theme: Theme
  /** Above the account: a job that is running */
  foot?: ReactNode
  onCollapse: () => void
}

/**
 * Where one may go. On a phone it is a drawer: the platform's popover, so that it opens before the page is hydrated,
 * closes by Esc and by a press beside it, and gives the focus back.
 */
export function Sidebar({ places, tails, account, signOut, theme, foot, onCollapse }: Props) {
  return (
    <aside
      id={sidebarId}
      popover="auto"
      data-drawer=""
      aria-label="Roster"
      onBeforeToggle={beforeDrawer}
      onToggle={afterDrawer}
      className={classNames(
        'flex-col gap-4 border-0 border-line border-e bg-frame px-2 py-3 text-ink backdrop:bg-scrim',
        'md:sticky md:top-0 md:flex md:h-dvh md:w-auto md:overflow-visible',
        'max-md:fixed max-md:inset-y-0 max-md:end-auto max-md:start-0 max-md:h-dvh max-md:max-h-none max-md:w-68 max-md:shadow-3 max-md:[&:popover-open]:flex',
      )}
    >
      <div className="flex h-8 items-center ps-2 rail:h-auto rail:flex-col rail:gap-3 rail:ps-0 rail:pt-1.5">
        <Link
          href="/users"
          onClick={closeDrawer}
          className="flex items-center gap-2 rounded-1 font-semibold text-lg tracking-[-0.012em]"
        >
          <Logo />
          <span className="rail:sr-only">Roster</span>
        </Link>
        <IconButton
          variant="quiet"
          size="sm"
          label="Collapse or expand sidebar"
          keys="["
          icon={<PanelLeft />}
          onClick={onCollapse}
          className="ms-auto max-md:hidden rail:ms-0"
        />
        <IconButton
          variant="quiet"
          label="Close menu"
          icon={<X />}
          popoverTarget={sidebarId}
          popoverTargetAction="hide"
          className="ms-auto md:hidden"
        />
      </div>
      <Navigation places={places} tails={tails} onGo={closeDrawer} />
      <div className="mt-auto grid gap-2">
        {foot ? <div className="rail:hidden">{foot}</div> : null}
        <div className="flex items-center gap-1 border-line border-t pt-2 rail:flex-col-reverse">
          <div className="grid min-w-0 flex-1">
            <AccountMenu account={account} signOut={signOut} />
          </div>
          <ThemeSwitch theme={theme} />
        </div>
      </div>
    </aside>
  )
}

function closeDrawer() {
  const sidebar = document.getElementById(sidebarId)
  if (sidebar?.matches(':popover-open')) sidebar.hidePopover()
}

/** Before the drawer closes the page behind it is back, so that the platform can return the focus there. */
function beforeDrawer(event: ToggleEvent<HTMLElement>) {
  if (event.target === event.currentTarget && event.newState === 'closed') makePageInert(false)
}

/** Behind the open drawer nothing can be reached; the focus comes in. Only now, so that the platform knows where from. */
function afterDrawer(event: ToggleEvent<HTMLElement>) {
  if (event.target !== event.currentTarget || event.newState === 'closed') return
  makePageInert(true)
  event.currentTarget.querySelector<HTMLElement>('nav a')?.focus()
}

function makePageInert(isInert: boolean) {
  const page = document.getElementById('main')
  if (page) page.inert = isInert
}
