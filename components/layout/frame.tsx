'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { Account, SignOut } from './account-menu'
import { CommandPalette, type PaletteEntry, type PaletteSearch } from './command-palette'
import { leave } from './leaving'
import { showOverlay, useOverlay } from './overlay'
import { type PlaceKey, placesOf } from './places'
import { keepPreference, type Sidebar as SidebarState, sidebarCookie, type Theme } from './preferences'
import { ShortcutList } from './shortcut-list'
import { useShortcuts } from './shortcuts'
import { Sidebar } from './sidebar'
import { sidebarId } from './sidebar-id'
import { SkipLink } from './skip-link'

type Props = {
  /** The pages that this person may open, in their order */
  places: readonly PlaceKey[]
  tails?: Partial<Record<PlaceKey, ReactNode>>
  account: Account
  signOut: SignOut
  /** From the cookies: `parseTheme`, `parseSidebar` */
  theme: Theme
  sidebar: SidebarState
  sidebarFoot?: ReactNode
  /** What the palette offers besides the pages */
  commands: readonly PaletteEntry[]
  /** What it finds for the words that are typed; null where there is nothing to search */
  search: PaletteSearch | null
  children: ReactNode
}

/** Around every page of the console: sidebar, palette, keys. The page inside begins with a PageTop. */
export function Frame({
  tails = {},
  account,
  signOut,
  theme,
  sidebarFoot,
  commands,
  search,
  children,
  ...props
}: Props) {
  const [sidebar, setSidebar] = useState(props.sidebar)
  const overlay = useOverlay()
  const router = useRouter()
  const places = placesOf(props.places)

  function collapse() {
    // On middling screens the style decides until a hand does, so the width is the truth
    const isWide = (document.getElementById(sidebarId)?.offsetWidth ?? 0) > 100
    const next = isWide ? 'closed' : 'open'
    keepPreference(sidebarCookie, next)
    setSidebar(next)
  }

  useShortcuts([
    { keys: 'mod+k', label: 'Search or jump to', group: 'Everywhere', run: () => showOverlay('palette') },
    { keys: '?', label: 'Keyboard shortcuts', group: 'Everywhere', run: () => showOverlay('shortcuts') },
    { keys: '[', label: 'Collapse or expand sidebar', group: 'Everywhere', run: collapse },
    ...places.map(({ href, label, letter }) => ({
      keys: `g ${letter}`,
      label,
      group: 'Go to',
      run: () => leave(() => router.push(href)),
    })),
  ])

  const pages: PaletteEntry[] = places.map(({ href, label, letter, icon }) => ({
    id: href,
    label,
    href,
    icon,
    group: 'Pages',
    keys: `g ${letter}`,
  }))

  return (
    <div
      data-sidebar={sidebar}
      className="grid min-h-dvh grid-cols-[14.5rem_minmax(0,1fr)] transition-[grid-template-columns] duration-180 max-md:grid-cols-[minmax(0,1fr)] rail-self:grid-cols-[3.25rem_minmax(0,1fr)]"
    >
      <SkipLink />
      <Sidebar
        places={places}
        tails={tails}
        account={account}
        signOut={signOut}
        theme={theme}
        foot={sidebarFoot}
        onCollapse={collapse}
      />
      <main id="main" tabIndex={-1} className="flex min-w-0 flex-col outline-none">
        {children}
      </main>
      {overlay === 'palette' ? <CommandPalette commands={[...commands, ...pages]} search={search} /> : null}
      {overlay === 'shortcuts' ? <ShortcutList /> : null}
    </div>
  )
}
