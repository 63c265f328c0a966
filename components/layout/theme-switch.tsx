'use client'

import { Contrast } from 'lucide-react'
import { useState } from 'react'
import { IconMenu } from '../ui/menu'
import { MenuRadio } from '../ui/menu-item'
import type { Placement } from '../ui/popover'
import { keepPreference, type Theme, themeCookie, themes } from './preferences'

const names: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' }

type Props = { theme: Theme; placement?: Placement; className?: string }

export function ThemeSwitch({ theme, placement = 'above', className }: Props) {
  const [chosen, setChosen] = useState(theme)

  function choose(next: Theme) {
    keepPreference(themeCookie, next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    setChosen(next)
  }

  return (
    <IconMenu label="Theme" icon={<Contrast />} placement={placement} className={className}>
      {themes.map((one) => (
        <MenuRadio key={one} isChosen={one === chosen} onClick={() => choose(one)}>
          {names[one]}
        </MenuRadio>
      ))}
    </IconMenu>
  )
}
