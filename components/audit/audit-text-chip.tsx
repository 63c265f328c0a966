'use client'

import { Button } from '@/components/ui/button'
import { FieldsChip } from '@/components/ui/chip'
import { TextField } from '@/components/ui/text-field'

type Props = {
  label: string
  hint: string
  /** '' while it is off */
  value: string
  /** What the chip says of it */
  words: string
  onChange: (value: string) => void
}

/** A filter by what somebody types. */
export function AuditTextChip({ label, hint, value, words, onChange }: Props) {
  return (
    <FieldsChip label={label} value={value === '' ? undefined : words} onClear={() => onChange('')}>
      {(close) => (
        <form
          // Drawn anew when another value holds, so that the field begins with it
          key={value}
          className="grid w-64 gap-2 p-1"
          onSubmit={(event) => {
            event.preventDefault()
            const text = new FormData(event.currentTarget).get('text')
            close()
            onChange(typeof text === 'string' ? text.trim() : '')
          }}
        >
          <TextField
            name="text"
            label={label}
            hint={hint}
            errors={undefined}
            defaultValue={value}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" size="sm">
            Show these
          </Button>
        </form>
      )}
    </FieldsChip>
  )
}
