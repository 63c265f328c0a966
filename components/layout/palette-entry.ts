import type { ReactNode } from 'react'

export type PaletteEntry = {
  id: string
  label: string
  /** Second line, also searched: an address, what it does */
  detail?: string
  /** The heading it stands under: "Users", "Actions", "Pages" */
  group: string
  icon?: ReactNode
  /** At the end of the line: a status */
  mark?: ReactNode
  /** As in shortcuts: `g u` */
  keys?: string
} & ({ href: string; run?: undefined } | { run: () => void; href?: undefined })

/** Asks the server. Throws when it fails; the signal ends it when more has been typed. */
export type PaletteSearch = (query: string, signal: AbortSignal) => Promise<readonly PaletteEntry[]>

/** The same entries, those of one heading together, the headings in the order of their first. */
export function inGroups(entries: readonly PaletteEntry[]): Array<{ group: string; members: PaletteEntry[] }> {
  const groups = [...new Set(entries.map((entry) => entry.group))]
  return groups.map((group) => ({ group, members: entries.filter((entry) => entry.group === group) }))
}

/** All words of the query stand somewhere in the entry. */
export function matchesWords(entry: PaletteEntry, query: string): boolean {
  const text = fold(`${entry.label} ${entry.detail ?? ''} ${entry.group}`)
  return fold(query)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
