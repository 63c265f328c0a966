'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { guardLeaving } from './leaving'

type Props = {
  /** How many changes would be lost; nobody is asked while there are none */
  unsaved: number
  /** "Ada Lovelace" */
  of: string
}

type Goal = { go: () => void }

/** Asks before an edited form is left: by a link, a key, the palette, by Back, or by closing the page. */
export function LeaveGuard({ unsaved, of }: Props) {
  const router = useRouter()
  const [goal, setGoal] = useState<Goal | null>(null)

  // An effect, because leaving is no event of anything that React draws: it is the window, or a link anywhere on it
  useEffect(() => {
    if (unsaved === 0) return
    const end = new AbortController()
    const options = { capture: true, signal: end.signal }
    window.addEventListener('beforeunload', (event) => event.preventDefault(), options)
    window.addEventListener(
      'click',
      (event) => {
        const href = leavingTo(event)
        if (href === null) return
        event.preventDefault()
        event.stopPropagation()
        setGoal({ go: () => router.push(href) })
      },
      options,
    )
    // Back and Forward, where the browser lets them be asked about
    const onNavigate = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable) return
      event.preventDefault()
      const { key } = event.destination
      setGoal({
        go: () => {
          end.abort()
          window.navigation.traverseTo(key)
        },
      })
    }
    if ('navigation' in window) window.navigation.addEventListener('navigate', onNavigate, options)
    end.signal.addEventListener(
      'abort',
      guardLeaving((go) => setGoal({ go })),
    )
    return () => end.abort()
  }, [unsaved, router])

  return (
    <ConfirmDialog
      isOpen={goal !== null}
      onCancel={() => setGoal(null)}
      title="Leave without saving?"
      consequence={`${unsaved === 1 ? '1 change' : `${unsaved} changes`} to ${of} will be lost.`}
      confirmLabel="Leave"
      tone="danger"
      isPending={false}
      error={undefined}
      onConfirm={() => {
        setGoal(null)
        goal?.go()
      }}
    />
  )
}

/** Where a plain click on a link of ours would go; null for everything else. */
function leavingTo(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target === '_blank' || link.hasAttribute('download') || link.origin !== location.origin) return null
  const isSamePlace = link.pathname === location.pathname && link.search === location.search
  return isSamePlace ? null : link.pathname + link.search + link.hash
}
