'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { linkLook } from './link-look'

type Props = {
  /** "users" */
  noun: string
  count: number
  /** "Select all 12,431 that match"; null where all are selected or there are no more */
  selectAll: { label: string; onSelect: () => void } | null
  onClear: () => void
  /** Buttons, quiet and small, the dangerous one last */
  children: ReactNode
}

/** Rises at the foot of a list while rows are selected. Stands between the rows (ListScroll) and the PagingBar. */
export function SelectionBar({ noun, count, selectAll, onClear, children }: Props) {
  const number = count.toLocaleString('en')
  return (
    <div data-selection-bar="" className="relative z-30 h-0">
      <div
        role="toolbar"
        aria-label={`${number} ${noun} selected`}
        className="absolute start-4 bottom-4 flex max-w-[calc(100%-2rem)] animate-rise items-center gap-3 rounded-3 bg-raised py-2 ps-4 pe-2 shadow-2 max-md:fixed max-md:inset-x-2 max-md:bottom-2 max-md:max-w-none max-md:flex-wrap max-md:ps-3 forced-colors:border"
      >
        <span className="whitespace-nowrap tabular-nums">
          <strong>{number}</strong> selected
        </span>
        {selectAll ? (
          <button type="button" className={`${linkLook} py-0.5`} onClick={selectAll.onSelect}>
            {selectAll.label}
          </button>
        ) : null}
        <div className="flex gap-0.5 border-line border-x px-3 max-md:order-last max-md:w-full max-md:justify-between max-md:border-x-0 max-md:border-t max-md:px-0 max-md:pt-1 max-md:[&_button]:h-11 max-md:[&_button]:flex-1 max-md:[&_button]:flex-col max-md:[&_button]:gap-0.5 max-md:[&_button]:px-1 max-md:[&_button]:text-sm">
          {children}
        </div>
        <IconButton
          variant="quiet"
          size="sm"
          label="Clear selection"
          keys="Esc"
          icon={<X />}
          onClick={onClear}
          className="max-md:ms-auto"
        />
      </div>
    </div>
  )
}
