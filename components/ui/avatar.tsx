import { classNames } from './class-names'
import { initials, stableHash } from './initials'

/** As classes and not as a style attribute, which the content security policy refuses. */
const hues = ['[--hue:20]', '[--hue:75]', '[--hue:150]', '[--hue:200]', '[--hue:255]', '[--hue:310]'] as const

const sizes = {
  sm: 'size-5 text-[0.5625rem]',
  md: 'size-7 text-xs',
  lg: 'size-11 text-lg',
}

type Props = {
  name: string
  /** What the colour comes from: an id, so that a new name keeps it. The name where there is none */
  seed?: string
  size?: keyof typeof sizes
  className?: string
}

/** Initials on a quiet tint. Says nothing that the name beside it does not say, so screen readers pass over it. */
export function Avatar({ name, seed = name, size = 'md', className }: Props) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'avatar inline-grid flex-none place-items-center rounded-full font-semibold leading-none tracking-normal',
        hues[stableHash(seed, hues.length)],
        sizes[size],
        className,
      )}
    >
      {initials(name)}
    </span>
  )
}
