'use client'

import { classNames } from '../ui/class-names'
import { Highlight } from '../ui/highlight'
import { Keys } from '../ui/kbd'
import type { inGroups, PaletteEntry } from './palette-entry'

type Props = {
  id: string
  groups: ReturnType<typeof inGroups>
  chosen: PaletteEntry | undefined
  words: string
  onChoose: (entry: PaletteEntry) => void
  onPoint: (id: string) => void
}

export function PaletteList({ id, groups, chosen, words, onChoose, onPoint }: Props) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Found"
      className="max-h-112 min-h-0 overflow-auto p-2 empty:hidden"
    >
      {groups.map(({ group, members }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
        <div key={group} role="group" aria-label={group}>
          <h3 role="presentation" className="px-2 pt-2 pb-1 font-medium text-ink-3 text-sm">
            {group}
          </h3>
          {members.map((entry) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            <div
              key={entry.id}
              id={`${id}-${entry.id}`}
              role="option"
              aria-selected={entry === chosen}
              ref={entry === chosen ? scrollIntoView : undefined}
              onClick={() => onChoose(entry)}
              onPointerMove={() => entry !== chosen && onPoint(entry.id)}
              className={classNames(
                'flex min-h-10 cursor-pointer items-center gap-3 rounded-2 px-2 py-1',
                entry === chosen && 'bg-accent-tint-2 forced-colors:outline-2',
              )}
            >
              <span className="grid w-7 flex-none place-items-center text-ink-3">{entry.icon}</span>
              <span className="grid min-w-0 flex-1 leading-4.5">
                <bdi className="truncate font-medium">
                  <Highlight text={entry.label} term={words} />
                </bdi>
                {entry.detail ? (
                  <small className={classNames('truncate', entry === chosen ? 'text-ink-2' : 'text-ink-3')}>
                    <Highlight text={entry.detail} term={words} />
                  </small>
                ) : null}
              </span>
              {entry.mark}
              {entry.keys ? <Keys keys={entry.keys.toUpperCase()} /> : null}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

function scrollIntoView(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' })
}
