'use client'

import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { classNames } from './class-names'
import { FieldFrame, type FieldNotes, fieldIds } from './field-frame'
import { type FieldSize, fieldHeights, fieldLook } from './field-look'
import { linkLook } from './link-look'
import { onFormReset, typeInto } from './text-input'

type Props = FieldNotes &
  Omit<ComponentProps<'input'>, 'size' | 'value' | 'className' | 'id' | 'aria-label' | 'prefix' | 'ref'> & {
    name: string
    size?: FieldSize
    isLabelHidden?: boolean
    /** Across from the label, for example a link */
    aside?: ReactNode
    /** What is stored. When the entry differs, the field is marked and offers the way back */
    saved?: string
    /** Shows "28 of 100". It does not cut: what was pasted stays, and is refused with a sentence */
    limit?: number
    /** Inside the field, before the text: an icon, "https://" */
    before?: ReactNode
    /** Inside the field, after the text: an icon button of the size sm */
    button?: ReactNode
    className?: string
  }

export function TextField({
  label,
  hint,
  errors,
  size = 'md',
  isLabelHidden,
  aside,
  saved,
  limit,
  before,
  button,
  className,
  onInput,
  ...input
}: Props) {
  const id = useId()
  // The field is uncontrolled, so that it works before the page is hydrated. This follows it for the counter and the mark
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? String(input.defaultValue ?? '')
  // Kept as state, so that it is the same at every drawing: React takes a new one off just when it resets the form
  const [watchReset] = useState(() => (element: HTMLElement | null) => onFormReset(element, () => setTyped(null)))
  const isEdited = saved !== undefined && text !== saved
  const ids = fieldIds(id, { hint, errors }, isEdited && `${id}-was`, limit !== undefined && `${id}-count`)

  return (
    <FieldFrame
      id={id}
      label={label}
      hint={hint}
      errors={errors}
      isLabelHidden={isLabelHidden}
      className={className}
      aside={limit === undefined ? aside : <Counter id={`${id}-count`} length={text.length} limit={limit} />}
      below={
        isEdited ? (
          <p id={`${id}-was`} className="flex min-w-0 gap-1 text-ink-3 text-sm">
            <span className="truncate">Was {saved === '' ? 'empty' : <bdi>{saved}</bdi>}</span>
            <button type="button" className={linkLook} onClick={() => typeInto(id, saved)}>
              Put back
            </button>
          </p>
        ) : null
      }
    >
      <div className="relative flex items-center">
        {before ? <span className="pointer-events-none absolute start-2.5 text-ink-3">{before}</span> : null}
        <input
          {...input}
          id={id}
          ref={watchReset}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            onInput?.(event)
          }}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          data-edited={isEdited || undefined}
          className={classNames(fieldLook, fieldHeights[size], Boolean(before) && 'ps-8', Boolean(button) && 'pe-9')}
        />
        {button ? <span className="absolute end-0.5 flex">{button}</span> : null}
      </div>
    </FieldFrame>
  )
}

function Counter({ id, length, limit }: { id: string; length: number; limit: number }) {
  const isOver = length > limit
  return (
    <span id={id} className={classNames('text-sm tabular-nums', isOver ? 'font-medium text-bad-ink' : 'text-ink-3')}>
      {length} of {limit}
    </span>
  )
}
