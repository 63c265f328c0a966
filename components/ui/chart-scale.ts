import { partsIn } from './chart-time'

/** Values that end well: 1, 2 and 5 first, then what lies between. */
const roundSteps = [1, 1.5, 2, 2.5, 3, 4, 5, 7.5]

export type ValueAxis = { top: number; ticks: number[] }

/**
 * An axis from zero with `count` lines at round values, as low as it can be with everything inside. `least` is how high it
 * reaches at the least, so that a quiet hour does not look like a storm.
 */
export function valueAxis(highest: number, options: { count: number; least: number; isWhole?: boolean }): ValueAxis {
  const { count, least, isWhole = false } = options
  const reach = Math.max(highest, least) * 1.04
  // Above the last line there is room for its label
  const stepMin = reach / (count + 0.25)
  const step = roundUp(isWhole ? Math.max(stepMin, 1) : stepMin, isWhole)
  const ticks = Array.from({ length: count }, (_, index) => tidy(step * (index + 1)))
  return { top: Math.max(reach, step * (count + 0.2)), ticks }
}

function roundUp(value: number, isWhole: boolean): number {
  for (let power = 10 ** Math.floor(Math.log10(value)); ; power *= 10) {
    const found = roundSteps.find(
      (step) => step * power >= value && !(isWhole && !Number.isInteger(tidy(step * power))),
    )
    if (found !== undefined) return tidy(found * power)
  }
}

/** Without what binary fractions add: 0.30000000000000004. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

const minute = 60
const hour = 3600
const day = 86_400
const timeSteps = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((each) => each * minute),
  ...[1, 2, 3, 4, 6, 12].map((each) => each * hour),
  ...[1, 2, 5, 10].map((each) => each * day),
]

export type TimeTick = { at: number; label: string }

/** At most `count` round moments of this zone between two moments, all in seconds since 1970. */
export function timeTicks(from: number, to: number, zone: string, count: number): TimeTick[] {
  const step = timeSteps.find((each) => (to - from) / each <= count) ?? 30 * day
  const offset = offsetAt(from, zone)
  const ticks: TimeTick[] = []
  for (let local = Math.ceil((from + offset) / step) * step; local - offset <= to; local += step) {
    // The clocks may have changed since the first one
    const at = local - offsetAt(local - offset, zone)
    if (at >= from && at <= to) ticks.push({ at, label: tickLabel(at, step, zone) })
  }
  return ticks
}

function tickLabel(at: number, step: number, zone: string): string {
  const { day, month, hour, minute, second } = partsIn(zone, at)
  if (step >= 86_400 || (step >= 3600 && hour === '00' && minute === '00')) return `${Number(day)} ${month}`
  return step < 60 ? `${hour}:${minute}:${second}` : `${hour}:${minute}`
}

/** How far the clocks of the zone are ahead of UTC, in seconds. */
function offsetAt(at: number, zone: string): number {
  const { year, monthNumber, day, hour, minute, second } = partsIn(zone, at)
  const asUtc = Date.UTC(Number(year), monthNumber - 1, Number(day), Number(hour), Number(minute), Number(second))
  return Math.round(asUtc / 1000 - Math.floor(at))
}
