'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { CircleUser, Plus } from 'lucide-react'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { Frame } from '@/components/layout/frame'
import { LiveStatus } from '@/components/layout/live-status'
import type { PaletteEntry } from '@/components/layout/palette-entry'
import { askApi } from '@/components/ui/api-answer'
import { Avatar } from '@/components/ui/avatar'

type FrameProps = ComponentProps<typeof Frame>
type Props = Pick<FrameProps, 'places' | 'account' | 'signOut' | 'theme' | 'sidebar' | 'tails'> & {
  mayListUsers: boolean
  /** Where the page was drawn, to be told what others change from there on */
  livePlace: string | null
  children: ReactNode
}

/** The frame with what only the browser can give it: the cache of answers, and the palette's search. */
export function ConsoleFrame({ mayListUsers, livePlace, children, ...frame }: Props) {
  // One cache for each browser tab, made once
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5000 } } }))
  const newUser: PaletteEntry = {
    id: 'new-user',
    label: 'New user',
    group: 'Actions',
    href: '/users/new',
    icon: <Plus />,
  }
  const account: PaletteEntry = {
    id: 'account',
    label: 'Account',
    group: 'Pages',
    href: '/account',
    icon: <CircleUser />,
  }
  return (
    <QueryClientProvider client={queryClient}>
      <Frame
        {...frame}
        commands={mayListUsers ? [newUser, account] : [account]}
        search={mayListUsers ? findUsers : null}
        sidebarFoot={mayListUsers ? <LiveStatus place={livePlace} /> : null}
      >
        {children}
      </Frame>
    </QueryClientProvider>
  )
}

async function findUsers(query: string, signal: AbortSignal): Promise<PaletteEntry[]> {
  const answer = await askApi(`/users?${new URLSearchParams({ q: query, limit: '8' })}`, signal)
  const { data }: { data: Array<{ id: string; name: string; email: string }> } = await answer.json()
  return data.map(({ id, name, email }) => ({
    id,
    label: name,
    detail: email,
    group: 'Users',
    href: `/users/${id}`,
    icon: <Avatar name={name} seed={id} />,
  }))
}
