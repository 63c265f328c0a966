import { classNames } from './class-names'

type Props = {
  /** What is under way: "Importing staff-emea.csv" */
  label: string
  done: number
  total: number
  size?: 'md' | 'lg'
  className?: string
}

/** How far it is. Rate, time left and the way to stop it stand beside it as text. */
export function Progress({ label, done, total, size = 'md', className }: Props) {
  return (
    <progress
      aria-label={label}
      value={done}
      max={total}
      className={classNames(
        'block w-full appearance-none overflow-hidden border-0 bg-press',
        '[&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-[width] [&::-webkit-progress-value]:duration-180',
        'forced-colors:appearance-auto',
        size === 'md' ? 'h-1 rounded-[2px]' : 'h-2 rounded-1',
        className,
      )}
    />
  )
}
