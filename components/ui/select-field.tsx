import { ChevronDown } from 'lucide-react'
import { type ComponentProps, useId } from 'react'
import { classNames } from './class-names'
import { FieldFrame, type FieldNotes, fieldIds } from './field-frame'
import { type FieldSize, fieldHeights, fieldLook } from './field-look'

export type Option = { value: string; label: string; isDisabled?: boolean }

type Props = FieldNotes &
  Omit<ComponentProps<'select'>, 'size' | 'className' | 'id' | 'aria-label' | 'multiple'> & {
    name: string
    options: readonly Option[]
    size?: FieldSize
    isLabelHidden?: boolean
    className?: string
  }

/** The platform's own list, so that a phone shows its wheel and every key works. */
export function SelectField(props: Props) {
  const { label, hint, errors, options, size = 'md', isLabelHidden, className, ...select } = props
  const id = useId()
  const ids = fieldIds(id, { hint, errors })
  return (
    <FieldFrame id={id} label={label} hint={hint} errors={errors} isLabelHidden={isLabelHidden} className={className}>
      <div className="relative flex items-center">
        <select
          {...select}
          // React resets a form after its action, but a select to what it was first drawn with; so it is drawn anew
          key={String(select.defaultValue)}
          id={id}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          className={classNames(fieldLook, fieldHeights[size], 'appearance-none pe-8 forced-colors:appearance-auto')}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.isDisabled}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown className="pointer-events-none absolute end-2 text-ink-3 forced-colors:hidden" />
      </div>
    </FieldFrame>
  )
}
