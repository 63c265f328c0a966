'use client'

import { useId } from 'react'
import { LeaveGuard } from '@/components/layout/leave-guard'
import { Button } from '@/components/ui/button'
import { FormMessage } from '@/components/ui/form-message'
import { Segments } from '@/components/ui/segments'
import { SelectField } from '@/components/ui/select-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { TextField } from '@/components/ui/text-field'
import { useFormDraft } from '@/components/ui/use-form-draft'
import { type Rule, ruleDefinitions } from '@/server/alerts/rule'
import { type RuleActions, type RuleEdit, ruleEdit } from './alert-actions'
import { RuleMore } from './rule-more'

type Props = { rule: Rule; now: Date; actions: RuleActions }

/** The four things that one sets about a rule, and what one does with it. */
export function RuleRow({ rule, now, actions }: Props) {
  const id = useId()
  const { draft, submit, isPending, errors, onInput, discard } = useFormDraft<RuleEdit>(ruleEdit(rule), actions.update)
  const { name, hint, unit, isBad } = ruleDefinitions[rule.key]
  const { base, entered, edits } = draft
  return (
    <li className="grid gap-2 border-line px-4 py-3 [&+li]:border-t">
      <form id={id} action={submit} noValidate aria-label={name} onInput={onInput} className="grid gap-3">
        <input type="hidden" name="rule" value={rule.key} />
        <input type="hidden" name="version" value={base.version} />
        <FormMessage state={draft.shown} />
        <div key={draft.revision} className="flex flex-wrap items-start gap-x-4 gap-y-3">
          <div className="min-w-56 flex-1">
            <h3 className="font-medium text-md">{name}</h3>
            <p className="text-ink-3 text-sm">{hint}</p>
          </div>
          <Segments
            key={entered.isOn}
            label="Watch it"
            name="isOn"
            options={[
              { value: 'on', label: 'On' },
              { value: 'off', label: 'Off' },
            ]}
            defaultValue={entered.isOn}
          />
          <TextField
            name="threshold"
            label={`${isBad === 'above' ? 'Over' : 'Under'}, ${unit}`}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={entered.threshold}
            saved={base.threshold}
            errors={errors.threshold}
            className="w-32"
          />
          <TextField
            name="forSeconds"
            label="For seconds"
            inputMode="numeric"
            autoComplete="off"
            defaultValue={entered.forSeconds}
            saved={base.forSeconds}
            errors={errors.forSeconds}
            className="w-28"
          />
          <SelectField
            name="severity"
            label="Severity"
            options={severities}
            defaultValue={entered.severity}
            errors={errors.severity}
            className="w-32"
          />
        </div>
      </form>
      <div className="flex flex-wrap items-center gap-2">
        <SubmitButton
          form={id}
          variant={edits > 0 ? 'primary' : 'default'}
          size="sm"
          isPending={isPending}
          aria-label={`Save ${name}`}
        >
          Save
        </SubmitButton>
        {edits > 0 ? (
          <Button variant="quiet" size="sm" onClick={() => discard()} aria-label={`Discard ${name}`}>
            Discard
          </Button>
        ) : null}
        <RuleMore rule={rule} now={now} silence={actions.silence} test={actions.test} />
      </div>
      <LeaveGuard unsaved={isPending ? 0 : edits} of={`the rule ${name}`} />
    </li>
  )
}

const severities = [
  { value: 'info', label: 'Info' },
  { value: 'warning', label: 'Warning' },
  { value: 'critical', label: 'Critical' },
]
