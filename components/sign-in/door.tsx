import type { ReactNode } from 'react'
import type { Theme } from '@/components/layout/preferences'
import { ThemeSwitch } from '@/components/layout/theme-switch'

/** Rows of a list, as they wait behind the door: how wide name and second line are, and the word at the end. */
const rows = [
  [112, 76, 44],
  [84, 104, 56],
  [128, 60, 38],
  [96, 88, 50],
  [70, 112, 44],
  [120, 70, 52],
] as const
const rowHeight = 44

/** Around every page that stands before the console: a card in the middle, the list behind it, the theme at the foot. */
export function Door({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <main className="relative isolate grid min-h-dvh grid-rows-[1fr_auto_auto_1.4fr] justify-items-center bg-frame px-3 py-4 md:px-4 md:pt-6">
      <RowsBehind />
      {children}
      <footer className="row-start-4 flex items-center gap-4 self-end text-ink-3 text-sm">
        <span>Roster</span>
        <ThemeSwitch theme={theme} />
      </footer>
    </main>
  )
}

function RowsBehind() {
  return (
    <svg
      aria-hidden="true"
      className="absolute inset-0 -z-1 size-full text-line mask-[radial-gradient(ellipse_40rem_36rem_at_50%_44%,transparent_55%,#000_150%)]"
    >
      <defs>
        <pattern id="rows-behind" width="360" height={rows.length * rowHeight} patternUnits="userSpaceOnUse">
          <g fill="currentColor">
            {rows.map(([name, line, word], index) => (
              <g key={name} transform={`translate(0 ${index * rowHeight})`}>
                <circle cx="26" cy="22" r="11" />
                <rect x="50" y="13" width={name} height="6" rx="3" />
                <rect x="50" y="25" width={line} height="5" rx="2.5" opacity="0.6" />
                <circle cx="240" cy="22" r="4" />
                <rect x="254" y="19" width={word} height="6" rx="3" opacity="0.6" />
                <rect y="43" width="360" height="1" opacity="0.6" />
              </g>
            ))}
          </g>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#rows-behind)" />
    </svg>
  )
}
