'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names'
import type { Place, PlaceKey } from './places'

type Props = {
  places: readonly Place[]
  /** Behind a page's name: how far an import is, how many alerts */
  tails: Partial<Record<PlaceKey, ReactNode>>
  onGo: () => void
}

export function Navigation({ places, tails, onGo }: Props) {
  const path = usePathname()
  return (
    <nav aria-label="Main">
      <ul className="grid gap-px">
        {places.map(({ key, href, label, icon }) => {
          const isHere = path === href || path.startsWith(`${href}/`)
          return (
            <li key={key}>
              <Link
                href={href}
                onClick={onGo}
                aria-current={isHere ? 'page' : undefined}
                data-tip={label}
                data-tip-narrow=""
                className={classNames(
                  'flex h-8 items-center gap-2 rounded-2 px-2 font-medium transition-colors max-md:h-11 rail:gap-0 rail:px-2.5',
                  isHere
                    ? 'bg-frame-here text-ink forced-colors:bg-[Highlight] forced-colors:text-[HighlightText] forced-colors:forced-color-adjust-none'
                    : 'text-ink-2 hover:bg-frame-hover hover:text-ink [&>.lucide]:text-ink-3',
                )}
              >
                {icon}
                <span className="rail:sr-only">{label}</span>
                {tails[key] ? (
                  <span className="ms-auto inline-flex items-center gap-1.5 font-normal text-ink-3 text-sm tabular-nums rail:sr-only">
                    {tails[key]}
                  </span>
                ) : null}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
