'use client'

import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { FieldsChip } from '@/components/ui/chip'

type Option<Value extends string> = { value: Value; label: string; group: string }

type Props<Value extends string> = {
  label: string
  /** What several are called: "actions" */
  many: string
  options: ReadonlyArray<Option<Value>>
  chosen: readonly Value[]
  onChange: (chosen: Value[]) => void
}

/** Several of a set, chosen together and asked for once. */
export function AuditChoiceChip<Value extends string>({ label, many, options, chosen, onChange }: Props<Value>) {
  const one = options.find(({ value }) => value === chosen[0])?.label
  const words = chosen.length === 0 ? undefined : chosen.length === 1 ? one : `${chosen.length} ${many}`
  const groups = [...new Set(options.map(({ group }) => group))]
  return (
    <FieldsChip label={label} value={words} onClear={() => onChange([])}>
      {(close) => (
        <form
          // Drawn anew when another choice holds, so that the boxes begin with it
          key={chosen.join()}
          onSubmit={(event) => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            close()
            onChange(options.map(({ value }) => value).filter((value) => form.has(value)))
          }}
        >
          {groups.map((group) => (
            <fieldset key={group} className="px-1 pb-1">
              <legend className={group === '' ? 'sr-only' : 'pt-1 pb-0.5 text-ink-3 text-sm'}>{group || label}</legend>
              {options
                .filter((option) => option.group === group)
                .map((option) => (
                  <Checkbox
                    key={option.value}
                    name={option.value}
                    label={option.label}
                    defaultChecked={chosen.includes(option.value)}
                  />
                ))}
            </fieldset>
          ))}
          <div className="sticky -bottom-2 -mx-2 -mb-2 border-line border-t bg-raised p-2">
            <Button type="submit" size="sm" isWide>
              Show these
            </Button>
          </div>
        </form>
      )}
    </FieldsChip>
  )
}
