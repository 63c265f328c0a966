'use client'

import { useState } from 'react'
import { Dialog } from '../ui/dialog'
import { Keys } from '../ui/kbd'
import { Switch } from '../ui/switch'
import { showOverlay } from './overlay'
import { keepPreference, shortcutsCookie } from './preferences'
import { allShortcuts, areSingleKeysOn, type Shortcut } from './shortcuts'

/** Every key that does something on this page. */
export function ShortcutList() {
  const [isOn, setOn] = useState(areSingleKeysOn)
  const shortcuts = withoutDoubles(allShortcuts())
  const groups = [...new Set(shortcuts.map(({ group }) => group))]
  return (
    <Dialog isOpen onClose={() => showOverlay(null)} title="Keyboard shortcuts" size="lg" closesOutside>
      <div className="grid gap-6 md:grid-cols-2">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-ink-3 text-sm font-medium">{group}</h3>
            <dl>
              {shortcuts
                .filter((one) => one.group === group)
                .map((shortcut) => (
                  <div
                    key={shortcut.keys}
                    className="flex min-h-8 items-center justify-between gap-4 border-line border-b"
                  >
                    <dt>{shortcut.label}</dt>
                    <dd>
                      <Keys keys={keyNames(shortcut.keys)} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-6">
        <Switch
          label="Single keys as shortcuts"
          hint="Switch them off if you speak your input. Combinations with Ctrl or ⌘ always work."
          checked={isOn}
          onChange={(next) => {
            keepPreference(shortcutsCookie, next ? 'on' : 'off')
            setOn(next)
          }}
        />
      </div>
    </Dialog>
  )
}

function withoutDoubles(shortcuts: Shortcut[]): Shortcut[] {
  return shortcuts.filter((one, index) => shortcuts.findLastIndex((other) => other.keys === one.keys) === index)
}

/** As they are written on the keys of this machine. */
export function keyNames(keys: string): string {
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform)
  const names: Record<string, string> = { mod: isApple ? '⌘' : 'Ctrl', escape: 'Esc', enter: '↵' }
  return keys
    .split(/[ +]/)
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ')
}
