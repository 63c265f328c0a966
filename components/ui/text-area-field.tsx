'use client'

import { type ComponentProps, useId, useState } from 'react'
import { classNames } from './class-names'
import { FieldFrame, type FieldNotes, fieldIds } from './field-frame'
import { fieldLook } from './field-look'
import { onFormReset } from './text-input'

type Props = FieldNotes &
  Omit<ComponentProps<'textarea'>, 'value' | 'className' | 'id' | 'aria-label'> & {
    name: string
    /** What is stored. When the entry differs, the field is marked */
    saved?: string
    className?: string
  }

/** Several lines. Grows with what is in it, where the browser can. */
export function TextAreaField({ label, hint, errors, saved, className, onInput, ...area }: Props) {
  const id = useId()
  // The field is uncontrolled, so that it works before the page is hydrated; this follows it for the mark
  const [text, setText] = useState(String(area.defaultValue ?? ''))
  const isEdited = saved !== undefined && text !== saved
  const ids = fieldIds(id, { hint, errors })
  return (
    <FieldFrame id={id} label={label} hint={hint} errors={errors} className={className}>
      <textarea
        rows={4}
        spellCheck={false}
        {...area}
        id={id}
        ref={(element) => onFormReset(element, () => setText(element?.value ?? ''))}
        onInput={(event) => {
          setText(event.currentTarget.value)
          onInput?.(event)
        }}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid}
        data-edited={isEdited || undefined}
        className={classNames(fieldLook, 'field-sizing-content max-h-64 min-h-24 resize-y py-1.5')}
      />
    </FieldFrame>
  )
}
