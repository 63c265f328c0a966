/** What takes input, whatever its element: 32 px, on a phone 40 with 16 px of type so that focus does not zoom. */
export const fieldLook = [
  'w-full min-w-0 rounded-2 border border-line-field bg-paper px-2.5 text-ink transition-colors',
  'max-md:text-field-phone placeholder:text-ink-3 placeholder:opacity-100 hover:border-ink-3',
  'focus-visible:border-focus focus-visible:-outline-offset-1',
  'aria-invalid:border-bad aria-invalid:focus-visible:outline-bad',
  'disabled:cursor-not-allowed disabled:border-line-strong disabled:bg-well disabled:text-ink-off',
  'data-edited:border-accent data-edited:bg-accent-tint',
].join(' ')

export type FieldSize = 'sm' | 'md' | 'lg'

export const fieldHeights: Record<FieldSize, string> = {
  sm: 'h-7 max-md:h-10',
  md: 'h-8 max-md:h-10',
  lg: 'h-10 md:text-field-lg',
}
