import type { ActionState } from './action-state'

const answered = new WeakSet<object>()

/**
 * Takes the focus where the control that was pressed has gone with what it did: otherwise the keyboard would start
 * again at the top of the page. Given as a `ref`, to an element with `tabIndex={-1}`.
 */
export function keepFocus(element: HTMLElement | null, state: ActionState<unknown>): void {
  if (!element || state.status !== 'done' || answered.has(state)) return
  answered.add(state)
  if (document.activeElement === null || document.activeElement === document.body)
    element.focus({ preventScroll: true })
}
