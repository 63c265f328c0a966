import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { VisuallyHidden } from './visually-hidden'

export type FieldNotes = {
  label: string
  hint?: ReactNode
  /** What is wrong with it, a sentence each. Required, so that no form forgets to show what was refused */
  errors: string[] | undefined
}

/** The ids that tie the notes to the control: `describedBy` goes onto it. */
export function fieldIds(
  id: string,
  { hint, errors }: Pick<FieldNotes, 'hint' | 'errors'>,
  ...more: Array<string | false>
) {
  const parts = [errors?.length ? `${id}-wrong` : false, hint ? `${id}-hint` : false, ...more].filter(Boolean)
  return { describedBy: parts.length ? parts.join(' ') : undefined, invalid: errors?.length ? true : undefined }
}

type Props = FieldNotes & {
  id: string
  isLabelHidden?: boolean
  /** Across from the label: a counter, a link. Not part of the field's name */
  aside?: ReactNode
  /** Under the control, before the hint */
  below?: ReactNode
  className?: string
  children: ReactNode
}

/** Label above, control, what is wrong with it, hint: the same for every field. */
export function FieldFrame({ id, label, isLabelHidden, aside, hint, errors, below, className, children }: Props) {
  const labelElement = (
    <label htmlFor={id} className="font-medium">
      {label}
    </label>
  )
  return (
    <div className={classNames('grid min-w-0 content-start gap-1.5', className)}>
      {isLabelHidden ? (
        <VisuallyHidden>{labelElement}</VisuallyHidden>
      ) : (
        <div className="flex items-baseline justify-between gap-2">
          {labelElement}
          {aside}
        </div>
      )}
      {children}
      {errors?.length ? (
        <ul id={`${id}-wrong`} className="grid gap-1 text-bad-ink text-sm">
          {errors.map((error) => (
            <li key={error} className="flex gap-1.5">
              <CircleAlert className="mt-px size-3.5" />
              {error}
            </li>
          ))}
        </ul>
      ) : null}
      {below}
      {hint ? (
        <p id={`${id}-hint`} className="text-ink-3 text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
