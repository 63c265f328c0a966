'use client'

import { CircleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import { fieldIds } from '@/components/ui/field-frame'
import { fieldHeights, fieldLook } from '@/components/ui/field-look'
import { linkLook } from '@/components/ui/link-look'
import { onFormReset, typeInto } from '@/components/ui/text-input'

type Props = {
  name: string
  label: string
  hint: string
  /** After the figure: "minutes" */
  unit: string
  defaultValue: string
  /** What is stored; where the entry differs, the field is marked and offers the way back */
  saved: string
  errors: string[] | undefined
}

/** A figure across from what it means. */
export function SettingNumber({ name, label, hint, unit, defaultValue, saved, errors }: Props) {
  const id = useId()
  // Uncontrolled, so that it works before the page is hydrated; this follows it for the mark
  const [text, setText] = useState(defaultValue)
  const isEdited = text !== saved
  const ids = fieldIds(id, { hint, errors }, `${id}-unit`, isEdited && `${id}-was`)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 px-4 py-3 max-md:gap-x-4">
      <div className="min-w-0 text-sm">
        <label htmlFor={id} className="block font-medium text-md">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-ink-3">
          {hint}
        </p>
        {errors?.length ? (
          <p id={`${id}-wrong`} className="flex gap-1.5 text-bad-ink">
            <CircleAlert className="mt-px size-3.5" />
            {errors.join('. ')}
          </p>
        ) : null}
        {isEdited ? (
          <p id={`${id}-was`} className="text-ink-3">
            Was {saved}{' '}
            <button type="button" className={linkLook} onClick={() => typeInto(id, saved)}>
              Put back
            </button>
          </p>
        ) : null}
      </div>
      <span className="inline-flex items-center gap-2 whitespace-nowrap text-ink-3">
        <span className="w-20">
          <input
            id={id}
            name={name}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={defaultValue}
            ref={(element) => onFormReset(element, () => setText(element?.value ?? ''))}
            onInput={(event) => setText(event.currentTarget.value)}
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid}
            data-edited={isEdited || undefined}
            className={classNames(fieldLook, fieldHeights.md, 'text-end tabular-nums')}
          />
        </span>
        <span id={`${id}-unit`} className="w-14">
          {unit}
        </span>
      </span>
    </div>
  )
}
