'use client'

import { Button } from '@/components/ui/button'
import { FieldsChip } from '@/components/ui/chip'
import { TextField } from '@/components/ui/text-field'
import { dateWords, exactWords } from '@/components/ui/time-words'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

type Span = { from: Date | null; to: Date | null }
type Props = Span & { onChange: (span: Span) => void }

const usual: ReadonlyArray<[words: string, begin: (nowMs: number) => number]> = [
  ['Last hour', (nowMs) => nowMs - hourMs],
  ['Last 24 hours', (nowMs) => nowMs - dayMs],
  ['Today', (nowMs) => nowMs - (nowMs % dayMs)],
  ['Last 7 days', (nowMs) => nowMs - (nowMs % dayMs) - 6 * dayMs],
  ['Last 30 days', (nowMs) => nowMs - (nowMs % dayMs) - 29 * dayMs],
]

/** When it happened: a usual span, or two days. All days are those of UTC, as all times on the page. */
export function AuditTimeChip({ from, to, onChange }: Props) {
  return (
    <FieldsChip label="Time" value={spanWords({ from, to })} onClear={() => onChange({ from: null, to: null })}>
      {(close) => {
        const choose = (span: Span) => {
          close()
          onChange(span)
        }
        return (
          <div className="grid w-56">
            {usual.map(([words, begin]) => (
              <Button
                key={words}
                variant="quiet"
                size="sm"
                isWide
                className="justify-start!"
                onClick={() => choose({ from: new Date(begin(Date.now())), to: null })}
              >
                {words}
              </Button>
            ))}
            <form
              // Drawn anew when the span is another, so that the fields begin with it
              key={`${from?.getTime()} ${to?.getTime()}`}
              className="mt-2 grid gap-2 border-line border-t px-2 pt-3 pb-1"
              onSubmit={(event) => {
                event.preventDefault()
                const form = new FormData(event.currentTarget)
                const last = dayOf(form.get('to'))
                choose({ from: dayOf(form.get('from')), to: last && new Date(last.getTime() + dayMs) })
              }}
            >
              <TextField
                type="date"
                name="from"
                label="From"
                errors={undefined}
                defaultValue={dayText(from)}
                max="9999-12-30"
              />
              <TextField
                type="date"
                name="to"
                label="To"
                errors={undefined}
                defaultValue={dayText(lastMoment(to))}
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
function spanWords({ from, to }: Span): string | undefined {
  const last = lastMoment(to)
  if (from && last) {
    const [first, end] = [momentWords(from), momentWords(last)]
    return dateWords(from) === dateWords(last) ? dateWords(from) : `${first} – ${end}`
  }
  if (from) return `since ${momentWords(from)}`
  return to ? `before ${momentWords(to)}` : undefined
}

function momentWords(time: Date): string {
  const isEdgeOfDay = time.getTime() % dayMs === 0 || (time.getTime() + 1) % dayMs === 0
  return isEdgeOfDay ? dateWords(time) : exactWords(time).replace(/:\d\d UTC$/, '')
}

/** Still within: the end of a span is the first moment that is not. */
function lastMoment(to: Date | null): Date | null {
  return to && new Date(to.getTime() - 1)
}

function dayOf(text: FormDataEntryValue | null): Date | null {
  const day = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(day.getTime()) ? null : day
}

function dayText(day: Date | null): string {
  return day ? day.toISOString().slice(0, 10) : ''
}
