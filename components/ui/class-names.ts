/** Joins classes and leaves out what does not apply. It settles no conflicts: pass a part only where it stands. */
export function classNames(...parts: Array<string | false | null | undefined>): string {
  return parts.filter(Boolean).join(' ')
}
