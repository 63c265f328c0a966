'use client'

import { Search, X } from 'lucide-react'
import type { ComponentProps } from 'react'
import { IconButton } from './button'
import { classNames } from './class-names'
import { fieldHeights, fieldLook } from './field-look'
import { Keys } from './kbd'

type Props = Omit<ComponentProps<'input'>, 'type' | 'size' | 'aria-label' | 'value' | 'onChange' | 'className'> & {
  /** Its name and what stands in it while it is empty: "Search users" */
  label: string
  value: string
  onChange: (value: string) => void
  /** The key that leads here */
  keys?: string
  className?: string
}

export function SearchField({ label, value, onChange, keys, className, ...input }: Props) {
  return (
    <div className={classNames('relative flex items-center max-md:w-full md:w-66', className)}>
      <Search className="pointer-events-none absolute start-2 text-ink-3" />
      <input
        {...input}
        type="search"
        aria-label={label}
        aria-keyshortcuts={keys}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        className={classNames(fieldLook, fieldHeights.sm, 'ps-8 pe-8 [&::-webkit-search-cancel-button]:hidden')}
      />
      {value === '' ? (
        keys && <Keys keys={keys} className="pointer-events-none absolute end-1.5 max-md:hidden" />
      ) : (
        <IconButton
          variant="quiet"
          size="sm"
          label="Clear search"
          icon={<X />}
          className="absolute! end-0.5 size-6! max-md:end-2"
          onClick={(event) => {
            event.currentTarget.parentElement?.querySelector('input')?.focus()
            onChange('')
          }}
        />
      )}
    </div>
  )
}
