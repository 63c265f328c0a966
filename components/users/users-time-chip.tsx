'use client'

import { Button } from '@/components/ui/button'
import { FieldsChip } from '@/components/ui/chip'
import { TextField } from '@/components/ui/text-field'
import { dateWords, exactWords } from '@/components/ui/time-words'

const dayMs = 86_400_000

/** From `after` on and earlier than `before`; or never at all. */
export type TimeSpan = { after: Date | null; before: Date | null; isNever: boolean }

const anyTime: TimeSpan = { after: null, before: null, isNever: false }

type Props = {
  label: string
  span: TimeSpan
  /** What never happening is called, where that can be */
  neverLabel?: string
  onChange: (span: TimeSpan) => void
}

/** When something happened: a usual span, or two days. All days are those of UTC, as all times on the page. */
export function UsersTimeChip({ label, span, neverLabel, onChange }: Props) {
  const { after, before } = span
  return (
    <FieldsChip label={label} value={spanWords(span)} onClear={() => onChange(anyTime)}>
      {(close) => {
        const choose = (next: Partial<TimeSpan>) => {
          close()
          onChange({ ...anyTime, ...next })
        }
        const preset = (words: string, next: () => Partial<TimeSpan>) => (
          <Button variant="quiet" size="sm" isWide className="justify-start!" onClick={() => choose(next())}>
            {words}
          </Button>
        )
        return (
          <div className="grid w-56">
            {preset('Last 24 hours', () => ({ after: new Date(Date.now() - dayMs) }))}
            {preset('Last 7 days', () => ({ after: daysAgo(7) }))}
            {preset('Last 30 days', () => ({ after: daysAgo(30) }))}
            {preset('Last 90 days', () => ({ after: daysAgo(90) }))}
            {preset('More than a year ago', () => ({ before: daysAgo(365) }))}
            {neverLabel ? preset(neverLabel, () => ({ isNever: true })) : null}
            <form
              // Drawn anew when the span is another, so that the fields begin with it
              key={`${after?.getTime()} ${before?.getTime()}`}
              className="mt-2 grid gap-2 border-line border-t px-2 pt-3 pb-1"
              onSubmit={(event) => {
                event.preventDefault()
                const form = new FormData(event.currentTarget)
                const from = dayOf(form.get('from'))
                const to = dayOf(form.get('to'))
                choose({ after: from, before: to && new Date(to.getTime() + dayMs) })
              }}
            >
              <TextField
                type="date"
                name="from"
                label="From"
                errors={undefined}
                defaultValue={dayText(after)}
                max="9999-12-30"
              />
              <TextField
                type="date"
                name="to"
                label="To"
                errors={undefined}
                defaultValue={dayText(lastDay(before))}
                max="9999-12-30"
              />
              <Button type="submit" size="sm">
                Show these days
              </Button>
            </form>
          </div>
        )
      }}
    </FieldsChip>
  )
}

/** What the chip says; undefined where it is off. */
function spanWords({ after, before, isNever }: TimeSpan): string | undefined {
  if (isNever) return 'never'
  const last = lastDay(before)
  if (after && last) return `${dateWords(after)} – ${dateWords(last)}`
  if (after) return `since ${momentWords(after)}`
  return before ? `before ${momentWords(before)}` : undefined
}

function momentWords(time: Date): string {
  return time.getTime() % dayMs === 0 ? dateWords(time) : exactWords(time).replace(/:\d\d UTC$/, '')
}

/** The day that is still within: the end of a span is the first moment that is not. */
function lastDay(before: Date | null): Date | null {
  return before && new Date(before.getTime() - 1)
}

function daysAgo(days: number): Date {
  return new Date(Math.floor(Date.now() / dayMs) * dayMs - days * dayMs)
}

function dayOf(text: FormDataEntryValue | null): Date | null {
  const day = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(day.getTime()) ? null : day
}

function dayText(day: Date | null): string {
  return day ? day.toISOString().slice(0, 10) : ''
}
