import type { Tab } from '@/components/ui/tabs'
import type { Actor } from '@/server/auth/actor'
import type { Session } from '@/server/sessions/session'
import type { User } from '@/server/users/user'
import { userCan } from '@/server/users/user-policy'

type TabName = 'profile' | 'sessions' | 'activity'

/** The parts of the page that this person may see, and the one that the address asks for. */
export function userTabs(actor: Actor, user: User, sessions: Session[] | null, asked: string | string[] | undefined) {
  const href = `/users/${user.id}`
  const all: (Omit<Tab, 'isHere'> & { name: TabName })[] = [{ name: 'profile', href, label: 'Profile' }]
  if (sessions) {
    all.push({ name: 'sessions', href: `${href}?tab=sessions`, label: 'Sessions', count: String(sessions.length) })
  }
  if (userCan.viewHistory(actor, user)) all.push({ name: 'activity', href: `${href}?tab=activity`, label: 'Activity' })
  const here = all.find(({ name }) => name === asked)?.name ?? 'profile'
  return { here, tabs: all.map(({ name, ...tab }) => ({ ...tab, isHere: name === here })) }
}
