/**
 * Tells when the form around an uncontrolled field has been reset: by its reset button, or by React after its action.
 * Given to a field as its `ref`; what it returns takes the listener away again.
 */
export function onFormReset(element: HTMLElement | null, changed: () => void): (() => void) | undefined {
  const form = element?.closest('form')
  if (!form) return undefined
  // The event comes before the fields change
  const listener = () => queueMicrotask(changed)
  form.addEventListener('reset', listener)
  return () => form.removeEventListener('reset', listener)
}

/** Puts a text into a field as if it had been typed, so that whoever listens to the field hears of it. */
export function typeInto(id: string, text: string): void {
  const input = document.getElementById(id)
  if (!(input instanceof HTMLInputElement)) return
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.focus()
}
