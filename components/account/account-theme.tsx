'use client'

import { useState } from 'react'
import { keepPreference, type Theme, themeCookie } from '@/components/layout/preferences'
import { Segments } from '@/components/ui/segments'

const options = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

/** Kept in this browser. */
export function AccountTheme({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme)

  function choose(next: Theme) {
    keepPreference(themeCookie, next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    setChosen(next)
  }

  return <Segments label="Theme" name="theme" options={options} value={chosen} onChange={choose} />
}
