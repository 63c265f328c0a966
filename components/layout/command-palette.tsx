'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { Keys } from '../ui/kbd'
import { Modal } from '../ui/modal'
import { leave } from './leaving'
import { showOverlay } from './overlay'
import { inGroups, matchesWords, type PaletteEntry, type PaletteSearch } from './palette-entry'
import { PaletteList } from './palette-list'

export type { PaletteEntry, PaletteSearch } from './palette-entry'

type Props = { commands: readonly PaletteEntry[]; search: PaletteSearch | null }

type Found = { status: 'none' | 'searching' | 'found' | 'failed'; entries: readonly PaletteEntry[] }

const pauseMs = 120

/** Finds people, pages and actions by what is typed. A combobox: the focus stays in the field, the arrows choose. */
export function CommandPalette({ commands, search }: Props) {
  const id = useId()
  const router = useRouter()
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<Found>({ status: 'none', entries: [] })
  const [chosenId, setChosenId] = useState<string | null>(null)
  const running = useRef<AbortController>(undefined)

  const words = query.trim()
  const offered = commands.filter((entry) => matchesWords(entry, words))
  const groups = inGroups([...found.entries, ...offered])
  const entries = groups.flatMap(({ members }) => members)
  const chosen = entries.find((entry) => entry.id === chosenId) ?? entries[0]

  function close() {
    running.current?.abort()
    showOverlay(null)
  }

  function run(entry: PaletteEntry | undefined) {
    if (!entry) return
    close()
    if (entry.href === undefined) entry.run()
    else leave(() => router.push(entry.href))
  }

  async function ask(text: string) {
    setQuery(text)
    setChosenId(null)
    running.current?.abort()
    if (!search || text.trim() === '') return setFound({ status: 'none', entries: [] })
    const controller = new AbortController()
    running.current = controller
    // What was found before stays until the next comes
    setFound(({ entries }) => ({ status: 'searching', entries }))
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if (controller.signal.aborted) return
    try {
      const entries = await search(text.trim(), controller.signal)
      if (!controller.signal.aborted) setFound({ status: 'found', entries })
    } catch {
      if (!controller.signal.aborted) setFound({ status: 'failed', entries: [] })
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const here = chosen ? entries.indexOf(chosen) : -1
    const steps: Record<string, number> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: here + 8,
      PageUp: here - 8,
    }
    const step = steps[event.key]
    if (event.nativeEvent.isComposing) return
    if (step !== undefined && entries.length > 0) {
      event.preventDefault()
      const isPage = event.key.startsWith('Page')
      const next = isPage ? Math.max(0, Math.min(entries.length - 1, step)) : (step + entries.length) % entries.length
      setChosenId(entries[next]?.id ?? null)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(chosen)
    }
  }

  return (
    <Modal
      label="Search or jump to"
      onClose={close}
      closesOutside
      className="max-w-160 overflow-hidden max-md:mt-3! max-md:mb-auto!"
    >
      <div className="flex h-13 flex-none items-center gap-3 border-line border-b px-4">
        <Search className="text-ink-3" />
        <input
          type="text"
          role="combobox"
          aria-label="Search or jump to"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
          placeholder="Search or jump to"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => ask(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          data-autofocus=""
          className="h-full min-w-0 flex-1 bg-transparent text-field-phone tracking-[-0.01em] outline-none placeholder:text-ink-3"
        />
        <Keys keys="Esc" />
      </div>
      <PaletteList id={id} groups={groups} chosen={chosen} words={words} onChoose={run} onPoint={setChosenId} />
      <p role="status" className="px-4 pb-3 text-ink-3 empty:hidden">
        {statusWords(found.status, entries.length, words)}
      </p>
      <footer className="flex min-h-9 flex-none items-center gap-4 border-line border-t bg-frame px-4 py-2 text-ink-3 text-sm max-md:hidden">
        <span className="inline-flex items-center gap-1.5">
          <Keys keys="↑ ↓" /> move
        </span>
        <span className="inline-flex items-center gap-1.5">
          <Keys keys="↵" /> open
        </span>
      </footer>
    </Modal>
  )
}

function statusWords(status: Found['status'], count: number, words: string): string {
  if (status === 'failed') return 'The search could not be answered. Type on to try again.'
  if (status === 'searching') return 'Searching'
  return count === 0 ? `Nothing matches “${words}”` : ''
}
