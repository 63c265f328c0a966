import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

type Props = Omit<ComponentProps<'input'>, 'type' | 'className' | 'aria-label'> & {
  label: string
  isLabelHidden?: boolean
  hint?: ReactNode
  /** Some of what it stands for is chosen */
  isSome?: boolean
  className?: string
}

export function Checkbox({ label, isLabelHidden, hint, isSome, className, ...input }: Props) {
  const box = (
    <input
      {...input}
      ref={isSome === undefined ? undefined : (element) => markSome(element, isSome)}
      type="checkbox"
      aria-label={isLabelHidden ? label : undefined}
      className={classNames(
        'check hit size-4 flex-none appearance-none rounded-1 border border-line-field bg-paper transition-colors hover:border-ink-3',
        'checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent',
        'disabled:cursor-not-allowed disabled:border-line-strong disabled:bg-well disabled:checked:border-off disabled:checked:bg-off',
        'forced-colors:appearance-auto',
        !isLabelHidden && 'mt-0.5',
      )}
    />
  )
  if (isLabelHidden) return <span className={classNames('inline-flex', className)}>{box}</span>
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside
    <label className={classNames('flex items-start gap-2 py-0.5 max-md:py-2', className)}>
      {box}
      <span>
        {label}
        {hint ? <small className="block text-ink-3">{hint}</small> : null}
      </span>
    </label>
  )
}

/** There is no attribute for it. */
function markSome(element: HTMLInputElement | null, isSome: boolean) {
  if (element) element.indeterminate = isSome
}
