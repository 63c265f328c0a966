'use client'

import { Columns3 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Popover } from '@/components/ui/popover'
import { Segments } from '@/components/ui/segments'
import { columnWords } from './users-table'
import { defaultUsersView, optionalColumns, type UsersView } from './users-view'

type Props = { view: UsersView; onChange: (view: UsersView) => void }

/** Which columns are shown, and how densely. */
export function UsersViewButton({ view, onChange }: Props) {
  return (
    <Popover
      label="Columns and density"
      placement="end"
      trigger={(trigger) => (
        <Button {...trigger} variant="quiet" size="sm" icon={<Columns3 />}>
          Columns
        </Button>
      )}
    >
      <fieldset className="grid px-1 pb-2">
        <legend className="py-1 text-ink-3 text-sm">Columns</legend>
        <Checkbox label="Name and email" checked disabled readOnly />
        {optionalColumns.map((column) => (
          <Checkbox
            key={column}
            label={columnWords[column]}
            checked={!view.hidden.includes(column)}
            onChange={(event) => {
              const others = view.hidden.filter((one) => one !== column)
              onChange({ ...view, hidden: event.currentTarget.checked ? others : [...others, column] })
            }}
          />
        ))}
      </fieldset>
      <div className="-mx-2 border-line border-y px-3 py-2">
        <Segments
          label="Lines a person"
          name="lines"
          size="sm"
          value={view.lines === 1 ? '1' : '2'}
          options={[
            { value: '2', label: 'Two lines' },
            { value: '1', label: 'One line' },
          ]}
          onChange={(lines) => onChange({ ...view, lines: lines === '1' ? 1 : 2 })}
        />
      </div>
      <Button
        variant="quiet"
        size="sm"
        isWide
        className="mt-2 justify-start! ps-1!"
        onClick={() => onChange(defaultUsersView)}
      >
        Reset to default
      </Button>
    </Popover>
  )
}
