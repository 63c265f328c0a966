'use client'

import { Search } from 'lucide-react'
import { Keys } from '../ui/kbd'
import { showOverlay } from './overlay'

/** Opens the palette, and tells its keys. */
export function JumpButton() {
  return (
    <button
      type="button"
      aria-label="Search or jump to"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => showOverlay('palette')}
      className="flex h-8 w-62 items-center gap-2 rounded-2 bg-well px-2 text-start text-ink-3 transition-colors hover:bg-press hover:text-ink-2 max-xl:w-8 max-xl:justify-center max-xl:px-0"
    >
      <Search />
      <span aria-hidden="true" className="flex flex-1 items-center max-xl:hidden">
        Search or jump to
        <Keys keys="Ctrl K" className="ms-auto" />
      </span>
    </button>
  )
}
