import { classNames } from './class-names'

/** Turns while something small is under way. Long work shows progress instead. */
export function Spinner({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-block size-3.5 flex-none animate-turn rounded-full border-[1.5px] border-current border-e-transparent',
        className,
      )}
    />
  )
}
