'use client'

import { usePathname } from 'next/navigation'
import type { AlertActions } from './alert-actions'
import type { FirstAlerts } from './alert-answer'
import { AlertBanner } from './alert-banner'

/** On every page of the console but the one that says it in full. */
export function CompactAlerts({ first, actions }: { first: FirstAlerts; actions: AlertActions }) {
  const path = usePathname()
  return path === '/performance' ? null : <AlertBanner first={first} actions={actions} isCompact />
}
