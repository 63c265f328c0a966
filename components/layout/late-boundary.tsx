'use client'

import { type ReactNode, Suspense, useState, useSyncExternalStore } from 'react'

type Props = { fallback: ReactNode; children: ReactNode }

/**
 * A Suspense boundary in pages that are opened from another page, and none in a page that came as a document: there
 * React would send larger content hidden, for a script to put in its place.
 */
export function LateBoundary({ fallback, children }: Props) {
  const isOpenedHere = useSyncExternalStore(never, yes, no)
  // As it was at the beginning: another boundary later would draw the page anew and lose what was typed
  const [hasBoundary] = useState(isOpenedHere)
  return hasBoundary ? <Suspense fallback={fallback}>{children}</Suspense> : children
}

const never = () => () => {}
const yes = () => true
/** Also while the document is being hydrated. */
const no = () => false
