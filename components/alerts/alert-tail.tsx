'use client'

import { Dot } from '@/components/ui/status-mark'
import type { FirstAlerts } from './alert-answer'
import { useOpenAlerts } from './use-open-alerts'

/** Behind "Performance" in the navigation: how many alerts nobody takes care of. */
export function AlertTail({ first }: { first: FirstAlerts }) {
  const { shown } = useOpenAlerts(first)
  if (shown.length === 0) return null
  const isCritical = shown.some(({ severity }) => severity === 'critical')
  return (
    <>
      <Dot tone={isCritical ? 'bad' : 'warn'} />
      {shown.length === 1 ? '1 alert' : `${shown.length} alerts`}
    </>
  )
}
