'use client'

import { classNames } from './class-names'
import { Bone } from './skeleton'

type Props<Value extends string> = {
  /** What the values are of: "Status" */
  label: string
  /** `count` is null while it is being counted; the buttons work already */
  values: ReadonlyArray<{ value: Value; label: string; count: string | null }>
  chosen: readonly Value[]
  onToggle: (value: Value) => void
}

/** A filter whose values are its buttons: one press, and the count says what comes. */
export function Facet<Value extends string>({ label, values, chosen, onToggle }: Props<Value>) {
  return (
    <fieldset className="inline-flex h-7 flex-none items-stretch whitespace-nowrap rounded-2 border border-line-strong bg-paper max-md:h-9">
      <legend className="float-left flex h-full items-center ps-2 pe-1 text-ink-3 text-sm">{label}</legend>
      {values.map(({ value, label: word, count }) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen.includes(value)}
          onClick={() => onToggle(value)}
          className={classNames(
            'group inline-flex items-center gap-1.5 rounded-[5px] px-2 font-medium text-ink-2 text-sm transition-colors',
            'hover:bg-hover hover:text-ink aria-pressed:bg-accent-tint-2 aria-pressed:text-accent-ink',
            'forced-colors:aria-pressed:bg-[Highlight] forced-colors:aria-pressed:text-[HighlightText] forced-colors:forced-color-adjust-none',
          )}
        >
          {word}
          {count === null ? (
            <Bone className="h-2! w-5" />
          ) : (
            <span className="font-normal text-ink-3 tabular-nums group-aria-pressed:text-inherit">{count}</span>
          )}
        </button>
      ))}
    </fieldset>
  )
}
