'use client'

import { useEffect, useId } from 'react'
import { readPreference, shortcutsCookie } from './preferences'

export type Shortcut = {
  /** One key, a sequence, or with Ctrl or Cmd: `x`, `g u`, `mod+k` */
  keys: string
  /** What it does, for the list of all */
  label: string
  /** Where in the list it stands: "Go to", "Users" */
  group: string
  run: () => void
}

const registered = new Map<string, readonly Shortcut[]>()
const sequenceMs = 1200
let begun = ''
let begunAtMs = 0
let isListening = false

/** Answers these keys while the component is on the page. The one that came last wins. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const id = useId()
  // An effect, because keys are pressed on the window, not on anything that React draws. Without dependencies: the
  // functions of the last drawing are the ones that know the present state
  useEffect(() => {
    registered.set(id, shortcuts)
    if (!isListening) window.addEventListener('keydown', answer)
    isListening = true
    return () => void registered.delete(id)
  })
}

/** All that answer now, for the list. */
export function allShortcuts(): Shortcut[] {
  return [...registered.values()].flat()
}

export function areSingleKeysOn(): boolean {
  return readPreference(shortcutsCookie) !== 'off'
}

function answer(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const key = keyOf(event)
  const shortcut = event.ctrlKey || event.metaKey ? find(`mod+${key}`) : plainKey(event, key)
  if (!shortcut) return
  event.preventDefault()
  shortcut.run()
}

function plainKey(event: KeyboardEvent, key: string): Shortcut | undefined {
  // A tooltip is a popover too, but it takes no keys
  const isCovered = document.querySelector('dialog:modal, [popover]:popover-open:not([data-tooltip])') !== null
  if (!areSingleKeysOn() || takesText(event.target) || isCovered) return undefined
  const sequence = event.timeStamp - begunAtMs < sequenceMs && begun ? `${begun} ${key}` : ''
  const shortcut = (sequence && find(sequence)) || find(key)
  begun = shortcut ? '' : key
  begunAtMs = event.timeStamp
  return shortcut
}

function find(keys: string): Shortcut | undefined {
  return allShortcuts().findLast((shortcut) => shortcut.keys === keys)
}

/** The letter, also where the keyboard is Cyrillic or Greek. */
function keyOf(event: KeyboardEvent): string {
  const isLatin = event.key.length > 1 || event.key.charCodeAt(0) < 128
  return (isLatin ? event.key : event.code.replace(/^Key/, '')).toLowerCase()
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return target.isContentEditable || target.matches('textarea, select')
}
