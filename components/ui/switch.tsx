import { type ReactNode, useId } from 'react'
import { classNames } from './class-names'

type Props = {
  label: string
  isLabelHidden?: boolean
  hint?: ReactNode
  /** In a form */
  name?: string
  defaultChecked?: boolean
  /** Or held by the page */
  checked?: boolean
  onChange?: (checked: boolean) => void
  disabled?: boolean
}

/** On or off, at once. In a form that is saved, take a Checkbox. */
export function Switch({ label, isLabelHidden, hint, onChange, ...input }: Props) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4">
      <div className={classNames('min-w-0', isLabelHidden && 'sr-only')}>
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-ink-3 text-sm">
            {hint}
          </p>
        ) : null}
      </div>
      <input
        {...input}
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a check box tells by itself whether it is checked
        role="switch"
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={onChange ? (event) => onChange(event.currentTarget.checked) : undefined}
        className={classNames(
          'hit h-4.5 w-7.5 flex-none appearance-none rounded-full bg-line-field transition-colors checked:bg-accent disabled:bg-line-strong',
          'before:absolute before:inset-y-0.5 before:start-0.5 before:w-3.5 before:rounded-full before:bg-thumb before:transition-[translate] before:duration-180',
          'checked:before:translate-x-3 rtl:checked:before:-translate-x-3',
          'forced-colors:appearance-auto forced-colors:before:hidden',
        )}
      />
    </div>
  )
}
