import { Activity, Download, ScrollText, Settings2, Users } from 'lucide-react'
import type { ReactNode } from 'react'

/** The pages of the sidebar. The letter follows `g` on the keyboard. */
const all = {
  users: { href: '/users', label: 'Users', letter: 'u', icon: <Users /> },
  imports: { href: '/imports', label: 'Imports', letter: 'i', icon: <Download /> },
  audit: { href: '/audit', label: 'Audit log', letter: 'a', icon: <ScrollText /> },
  performance: { href: '/performance', label: 'Performance', letter: 'p', icon: <Activity /> },
  settings: { href: '/settings', label: 'Settings', letter: 's', icon: <Settings2 /> },
} as const satisfies Record<string, { href: string; label: string; letter: string; icon: ReactNode }>

export type PlaceKey = keyof typeof all
export type Place = { key: PlaceKey; href: string; label: string; letter: string; icon: ReactNode }

export function placesOf(keys: readonly PlaceKey[]): Place[] {
  return keys.map((key) => ({ key, ...all[key] }))
}
