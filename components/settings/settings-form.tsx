'use client'

import { type ReactNode, useId } from 'react'
import { LeaveGuard } from '@/components/layout/leave-guard'
import type { FieldErrors, FormAction } from '@/components/ui/action-state'
import { FormMessage } from '@/components/ui/form-message'
import { Panel } from '@/components/ui/panel'
import { SaveBar } from '@/components/ui/save-bar'
import { TextAreaField } from '@/components/ui/text-area-field'
import { useFormDraft } from '@/components/ui/use-form-draft'
import type { StoredSettings } from '@/server/settings/settings'
import { SettingNumber } from './setting-number'
import { type SettingsEdit, settingsEdit } from './settings-edit'

type Props = { stored: StoredSettings; action: FormAction<SettingsEdit> }

/** All settings in one form: limits belong together, so they are saved together. */
export function SettingsForm({ stored, action }: Props) {
  const id = useId()
  const { draft, submit, isPending, errors, onInput, discard } = useFormDraft(settingsEdit(stored), action)
  const { base, entered, edits, shown } = draft

  const number = (name: keyof SettingsEdit, label: string, unit: string, hint: string) => (
    <SettingNumber
      name={name}
      label={label}
      unit={unit}
      hint={hint}
      defaultValue={entered[name]}
      saved={base[name]}
      errors={errors[name]}
    />
  )
  const domains = (name: 'restrictedDomains' | 'allowedDomains', label: string, hint: string) => (
    <TextAreaField
      name={name}
      label={label}
      hint={hint}
      placeholder="One domain per line"
      defaultValue={entered[name]}
      saved={base[name]}
      errors={errorsOfList(errors, name)}
    />
  )

  return (
    <form
      id={id}
      action={submit}
      noValidate
      aria-label="Settings"
      onInput={onInput}
      className="grid gap-6 max-md:gap-4"
    >
      <input type="hidden" name="version" value={base.version} />
      <FormMessage state={shown} />
      <div key={draft.revision} className="grid gap-6 max-md:gap-4">
        <Section title="Sign-in">
          {number(
            'signInFailuresPerAccount',
            'Wrong passwords before a pause',
            'times',
            'Counted per account and address.',
          )}
          {number(
            'signInFailuresFromAnywhere',
            'Wrong passwords from anywhere',
            'times',
            'Counted per account over all addresses. After these, an address that it does not know has one try.',
          )}
          {number('signInTriesPerAddress', 'Tries per address', 'times', 'Counted over all instances.')}
          {number('signInWindowMinutes', 'Counted over', 'minutes', 'A pause lasts as long, and ends by itself.')}
        </Section>
        <Section title="Sessions">
          {number('sessionIdleMinutes', 'End when not used', 'minutes', 'Holds for sessions that begin from now on.')}
          {number('sessionDays', 'End in any case', 'days', 'Holds for sessions that begin from now on.')}
        </Section>
        <Section title="Limits">
          {number('apiPerSecond', 'API requests', 'a second', 'Of one token or session, in the long run.')}
          {number(
            'apiBurst',
            'API requests at once',
            'requests',
            'After a pause. Beyond these: “429 Too Many Requests”.',
          )}
          {number('actionsPerSecond', 'Actions in the console', 'a second', 'Of one session; and as many pages.')}
          {number('actionsBurst', 'Actions at once', 'actions', 'After a pause.')}
          {number(
            'unknownTokensPerMinute',
            'Unknown tokens per address',
            'a minute',
            'Tokens and sessions that nobody has. Those that work are not held back.',
          )}
        </Section>
        <Panel title="Addresses not accepted">
          <div className="grid items-start gap-4 md:grid-cols-2">
            {domains(
              'restrictedDomains',
              'Also refused',
              'Besides the throw-away mail services that Roster knows. A domain stands for its subdomains too.',
            )}
            {domains(
              'allowedDomains',
              'Accepted all the same',
              'Although they stand on that list, or under “Also refused”.',
            )}
          </div>
        </Panel>
      </div>
      <div className="sticky bottom-2 z-10 flex flex-wrap items-center gap-2 rounded-3 border border-line bg-frame px-4 py-3">
        <SaveBar form={id} edits={edits} isPending={isPending} onDiscard={() => discard()} />
      </div>
      <LeaveGuard unsaved={isPending ? 0 : edits} of="the settings" />
    </form>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Panel title={title} isFlush>
      <div className="[&>*+*]:border-line [&>*+*]:border-t">{children}</div>
    </Panel>
  )
}

/** What is wrong with a list is told line by line: `restrictedDomains.3`. */
function errorsOfList(errors: FieldErrors, name: string): string[] | undefined {
  const all = Object.entries(errors).flatMap(([field, messages]) =>
    field === name || field.startsWith(`${name}.`) ? messages : [],
  )
  return all.length > 0 ? [...new Set(all)].slice(0, 5) : undefined
}
