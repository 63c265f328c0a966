import { classNames } from './class-names'

export type ButtonVariant = 'default' | 'primary' | 'quiet' | 'danger' | 'danger-quiet' | 'danger-fill'
export type ButtonSize = 'sm' | 'md' | 'lg'

export type ButtonLook = {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Takes the whole width */
  isWide?: boolean
  /** Where it stands (margin, grid), not how it looks */
  className?: string
}

const base = classNames(
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-2 border font-medium',
  'transition-colors',
  'disabled:cursor-not-allowed disabled:border-line disabled:bg-well disabled:text-ink-off disabled:shadow-none disabled:[&>.lucide]:text-ink-off',
  'aria-disabled:cursor-not-allowed aria-disabled:not-aria-busy:border-line aria-disabled:not-aria-busy:bg-well aria-disabled:not-aria-busy:text-ink-off aria-disabled:not-aria-busy:shadow-none',
  'aria-busy:cursor-progress forced-colors:border-[ButtonBorder]',
)

const variants: Record<ButtonVariant, string> = {
  default:
    'border-line-strong bg-paper text-ink shadow-1 [&>.lucide]:text-ink-3 enabled-hover:border-line-field enabled-hover:bg-hover enabled-press:bg-press enabled-press:shadow-none aria-expanded:bg-press',
  primary:
    'border-transparent bg-accent text-on-accent shadow-1 enabled-hover:bg-accent-hover enabled-press:bg-accent-press enabled-press:shadow-none',
  quiet:
    'border-transparent text-ink-2 [&>.lucide]:text-ink-3 enabled-hover:bg-press enabled-hover:text-ink enabled-press:bg-press aria-expanded:bg-press aria-expanded:text-ink',
  danger:
    'border-line-strong bg-paper text-bad-ink shadow-1 enabled-hover:border-bad-line enabled-hover:bg-bad-tint enabled-press:border-bad-line enabled-press:bg-bad-press enabled-press:shadow-none',
  'danger-quiet': 'border-transparent text-bad-ink enabled-hover:bg-bad-tint enabled-press:bg-bad-press',
  'danger-fill':
    'border-transparent bg-bad-fill text-on-accent shadow-1 enabled-hover:bg-bad-fill-hover enabled-press:shadow-none',
}

const sizes: Record<ButtonSize, string> = { sm: 'h-7', md: 'h-8', lg: 'h-10 text-field-lg' }
const starts: Record<ButtonSize, [plain: string, icon: string]> = {
  sm: ['ps-2', 'ps-1.5'],
  md: ['ps-3', 'ps-2'],
  lg: ['ps-4', 'ps-3'],
}
const ends: Record<ButtonSize, [plain: string, icon: string]> = {
  sm: ['pe-2', 'pe-1.5'],
  md: ['pe-3', 'pe-2'],
  lg: ['pe-4', 'pe-3'],
}
const squares: Record<ButtonSize, string> = { sm: 'size-7', md: 'size-8', lg: 'size-10' }

/** An icon stands nearer to the edge than a letter does. */
type Shape = { isSquare: true } | { isSquare?: false; hasIcon: boolean; hasAfter: boolean }

export function buttonLook(look: ButtonLook & Shape): string {
  const { variant = 'default', size = 'md', isWide, className } = look
  const shape = look.isSquare
    ? squares[size]
    : classNames(sizes[size], starts[size][look.hasIcon ? 1 : 0], ends[size][look.hasAfter ? 1 : 0])
  return classNames(base, variants[variant], shape, isWide && 'w-full', className)
}
