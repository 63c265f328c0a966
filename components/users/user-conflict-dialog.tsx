'use client'

import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Difference } from '@/components/ui/difference'
import { SubmitButton } from '@/components/ui/submit-button'
import { relativeWords } from '@/components/ui/time-words'
import { type Conflict, type ConflictField, changedPart, conflictFields, conflictPeople } from './user-conflict'

type Props = {
  conflict: Conflict
  /** The same as the form's own: what was chosen is sent as an edit of their version */
  action: (form: FormData) => void
  isPending: boolean
  onKeepEditing: () => void
  onTakeTheirs: () => void
}

/** Two people changed the same field: both sides and what was before, to choose from, field by field. */
export function UserConflictDialog({ conflict, action, isPending, onKeepEditing, onTakeTheirs }: Props) {
  const id = useId()
  const { who, whose } = conflictPeople(conflict)
  const fields = conflictFields(conflict)
  const open = fields.filter(({ settled }) => settled === null)
  const settled = fields.filter(({ settled, base }) => settled !== null && settled !== base)

  return (
    <Dialog
      isOpen
      size="lg"
      onClose={onKeepEditing}
      title={`${who} saved this user while you were editing`}
      description={`${sentenceCase(relativeWords(new Date(conflict.changedAt), new Date()))}. You both changed ${namesOf(open)}: choose what to keep. What you typed stays here until you do.`}
      footer={
        <>
          <Button variant="quiet" onClick={onKeepEditing} className="me-auto">
            Keep editing
          </Button>
          <Button onClick={onTakeTheirs}>Take all of {whose}</Button>
          <SubmitButton form={id} isPending={isPending}>
            Save changes
          </SubmitButton>
        </>
      }
    >
      <form id={id} action={action} className="grid gap-5">
        <input type="hidden" name="version" value={conflict.theirVersion} />
        {open.map((field) => (
          <Choice key={field.name} field={field} whose={whose} />
        ))}
        {fields.map((field) =>
          field.settled === null ? null : (
            <input key={field.name} type="hidden" name={field.name} value={field.settled} />
          ),
        )}
        {settled.length > 0 ? <Settled fields={settled} whose={whose} /> : null}
      </form>
    </Dialog>
  )
}

function Choice({ field: { name, label, base, mine, theirs }, whose }: { field: ConflictField; whose: string }) {
  return (
    <fieldset className="grid min-w-0 gap-x-4 md:grid-cols-[7.5rem_minmax(0,1fr)]">
      <legend className="float-start font-semibold max-md:pb-1 md:pt-2.25">{label}</legend>
      <ul className="overflow-hidden rounded-3 border border-line-strong [&>li+li]:border-line [&>li+li]:border-t">
        {base === undefined ? null : (
          <li className={`${sideLook} bg-well text-ink-2`}>
            <span />
            <span className="text-ink-3">Before</span>
            <span className="wrap-anywhere max-md:col-start-2">
              <bdi>{base}</bdi>
            </span>
          </li>
        )}
        <Side name={name} side="Yours" value={mine} base={base} isFirst />
        <Side name={name} side={whose} value={theirs} base={base} />
      </ul>
    </fieldset>
  )
}

const sideLook =
  'grid min-h-9.5 grid-cols-[1rem_5.5rem_minmax(0,1fr)] items-start gap-x-3 px-3 py-2.25 max-md:grid-cols-[1rem_minmax(0,1fr)]'

type SideProps = { name: string; side: string; value: string; base: string | undefined; isFirst?: boolean }

function Side({ name, side, value, base, isFirst }: SideProps) {
  const [before, changed, after] = changedPart(base, value)
  return (
    <li>
      <label className={`${sideLook} group hover:bg-hover has-checked:bg-accent-tint`}>
        <input
          type="radio"
          name={name}
          value={value}
          defaultChecked={isFirst}
          data-autofocus={isFirst ? '' : undefined}
          className="mt-0.5 size-4 accent-accent"
        />
        <span className="truncate text-ink-3 group-has-checked:font-medium group-has-checked:text-accent-ink">
          {side}
        </span>
        <span className="wrap-anywhere max-md:col-start-2">
          <bdi>
            {before}
            <span className="border-accent-line border-b-2">{changed}</span>
            {after}
          </bdi>
        </span>
      </label>
    </li>
  )
}

function Settled({ fields, whose }: { fields: ConflictField[]; whose: string }) {
  return (
    <div className="border-line border-t pt-4">
      <h3 className="mb-2 font-normal text-ink-3 text-sm">Changed on one side only, so kept as it is</h3>
      <dl className="grid gap-x-4 gap-y-1 md:grid-cols-[7.5rem_minmax(0,1fr)]">
        {fields.map(({ name, label, base, mine, settled }) => (
          <div key={name} className="contents">
            <dt className="font-semibold">{label}</dt>
            <dd>
              <Difference before={base ?? null} after={settled} />{' '}
              <span className="text-ink-3">{settled === mine ? 'yours' : whose}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function namesOf(fields: ConflictField[]): string {
  const words = { name: 'the name', email: 'the address' }
  return fields.map(({ name }) => words[name]).join(' and ')
}

function sentenceCase(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
