import { momentWords } from '@/components/ui/chart-time'
import type { PerformancePoint } from '@/server/performance/performance'
import { type FigureWords, figureText, figureWords, spokenText } from './figure-words'
import { highestOf } from './performance-columns'
import { type Frame, pointOfNow } from './performance-frame'
import type { StripPlan } from './strip-plans'

/** The large figure: "364" and "a second", "562" and "ms, p99", "10" and "of 10". */
export function stripFigure({ figure, unit }: StripPlan, point: PerformancePoint | null): FigureWords {
  const value = point?.[figure.key] ?? null
  const words = figureWords(value, unit)
  if (figure.of) return { ...words, unit: value === null ? '' : `of ${figureText(point?.[figure.of] ?? null, unit)}` }
  const name = unit === 'perSecond' && value !== null ? 'a second' : words.unit
  return { value: words.value, unit: [name, figure.suffix].filter(Boolean).join(', ') }
}

/** At one moment, all that the strip has: "p99 257 ms, p95 102 ms, p50 11 ms". */
export function readingWords({ series, unit, figure }: StripPlan, point: PerformancePoint): string {
  if (figure.of) {
    const waiting = point.poolWaiting ? `, ${figureText(point.poolWaiting, 'count')} waiting` : ''
    return `${figureText(point[figure.key], unit)} of ${figureText(point[figure.of], unit)}${waiting}`
  }
  // The longest one says less about a moment than it takes room
  const told = series.filter(({ key }) => key !== 'maxMs' && point[key] !== null)
  if (told.length === 0) return 'nothing'
  if (series.length === 1) return told.map((each) => figureText(point[each.key], each.unit ?? unit)).join('')
  return told
    .map(({ key, name, unit: own = unit }) =>
      key === figure.key && name === 'requests'
        ? figureText(point[key], own)
        : own === 'count'
          ? `${figureText(point[key], own)} ${name}`
          : `${name} ${figureText(point[key], own)}`,
    )
    .join(', ')
}

/** What the chart shows, for those who do not see it: range, now, highest and when. */
export function stripSentence(plan: StripPlan, frame: Frame, zone: string, isNow: boolean): string {
  const { title, figure, unit } = plan
  const span = frame.to - frame.from
  const moment = (at: number) => momentWords(at, zone, span)
  const stretch = `${title}, ${moment(frame.from)} to ${moment(frame.to)}`
  const highest = highestOf(frame.points, figure.key)
  if (!highest) return `${stretch}: no figures.`
  const what = figure.suffix ? `${figure.suffix} ` : ''
  const last = spokenText(pointOfNow(frame)?.[figure.key] ?? null, unit)
  const now = last === '–' ? 'nothing' : what + last
  return `${stretch}: ${isNow ? 'now' : 'at the end'} ${now}, highest ${spokenText(highest.value, unit)} at ${moment(highest.at)}.`
}
