import { useId } from 'react'
import { classNames } from './class-names'

type Props<Value extends string> = {
  label: string
  isLabelHidden?: boolean
  name: string
  options: ReadonlyArray<{ value: Value; label: string; isDisabled?: boolean }>
  /** In a form */
  defaultValue?: Value
  /** Or held by the page */
  value?: Value
  onChange?: (value: Value) => void
  size?: 'sm' | 'md'
  isWide?: boolean
  describedBy?: string
}

/** One of a few, all in sight. Radio buttons: the arrows move, and they work before the page is hydrated. */
export function Segments<Value extends string>(props: Props<Value>) {
  const { label, isLabelHidden, name, options, defaultValue, value, onChange, size = 'md', isWide, describedBy } = props
  const id = useId()
  return (
    <fieldset aria-labelledby={id} aria-describedby={describedBy} className="grid min-w-0 gap-1.5">
      <legend id={id} className={isLabelHidden ? 'sr-only' : 'mb-1.5 font-medium'}>
        {label}
      </legend>
      <div className={classNames('inline-flex justify-self-start rounded-2 bg-well p-0.5', isWide && 'w-full')}>
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              'relative inline-flex items-center justify-center whitespace-nowrap rounded-1 px-2.5 font-medium text-ink-2 text-sm',
              'hover:text-ink has-checked:bg-segment has-checked:text-ink has-checked:shadow-1 has-disabled:text-ink-off',
              'has-focus-visible:outline-2 has-focus-visible:outline-focus',
              'forced-colors:has-checked:bg-[Highlight] forced-colors:has-checked:text-[HighlightText] forced-colors:forced-color-adjust-none',
              size === 'sm' ? 'h-6 max-md:h-8' : 'h-7 max-md:h-9',
              isWide && 'flex-1',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              disabled={option.isDisabled}
              defaultChecked={value === undefined ? option.value === defaultValue : undefined}
              checked={value === undefined ? undefined : option.value === value}
              onChange={onChange ? () => onChange(option.value) : undefined}
              className="absolute inset-0 appearance-none outline-none"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
