import type { KeyboardEvent } from 'react'

let typed = ''
let typedAtMs = 0

/** Arrows, Home, End, Tab and the first letters, as menus have them everywhere. Esc is the platform's. */
export function moveInMenu(event: KeyboardEvent<HTMLElement>): void {
  const menu = event.currentTarget
  const items = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled, [aria-disabled="true"])')]
  const here = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1
  const step = steps[event.key]

  if (step) {
    event.preventDefault()
    items.at(step(here, items.length))?.focus()
  } else if (event.key === 'Tab') {
    // The focus goes back to the button, and the key takes it on from there
    menu.hidePopover()
  } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
    // The letter is for the menu, not for the shortcuts of the page
    event.stopPropagation()
    findByText(items, here, event)?.focus()
  }
}

const steps: Record<string, (here: number, count: number) => number> = {
  ArrowDown: (here, count) => (here + 1) % count,
  ArrowUp: (here) => (here <= 0 ? -1 : here - 1),
  Home: () => 0,
  End: () => -1,
}

function findByText(items: HTMLElement[], here: number, event: KeyboardEvent): HTMLElement | undefined {
  typed = event.timeStamp - typedAtMs > 600 ? event.key : typed + event.key
  typedAtMs = event.timeStamp
  const fromHere = [...items.slice(here + 1), ...items.slice(0, here + 1)]
  return fromHere.find((item) => item.textContent?.trim().toLowerCase().startsWith(typed.toLowerCase()))
}
