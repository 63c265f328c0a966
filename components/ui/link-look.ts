/** A link in running text, and the button that reads like one. */
export const linkLook =
  'rounded-1 font-medium text-accent-ink whitespace-nowrap underline-offset-3 hover:underline disabled:text-ink-off'
