/** What a figure is a figure of. Ratios go from 0 to 1. */
export type Unit = 'perSecond' | 'ms' | 'ratio' | 'bytes' | 'count'
export type FigureWords = { value: string; unit: string }

/** For what did not happen: there is no response time of no requests. */
export const noFigure = '–'

const formats = [0, 1, 2].map((digits) => new Intl.NumberFormat('en', { maximumFractionDigits: digits }))

/** A figure and its unit apart: "2.31" and "s". Without a unit where there is no figure. */
export function figureWords(value: number | null, unit: Unit): FigureWords {
  if (value === null) return { value: noFigure, unit: '' }
  if (unit === 'ms') return durationWords(value)
  if (unit === 'bytes') return sizeWords(value)
  if (unit === 'ratio') return { value: percent(value * 100), unit: '%' }
  return { value: short(value), unit: unit === 'perSecond' ? '/s' : '' }
}

/** "562 ms", "11.8 %", "4". */
export function figureText(value: number | null, unit: Unit): string {
  const words = figureWords(value, unit)
  return words.unit ? `${words.value} ${words.unit}` : words.value
}

/** In a sentence: "364 a second". */
export function spokenText(value: number | null, unit: Unit): string {
  return value !== null && unit === 'perSecond' ? `${short(value)} a second` : figureText(value, unit)
}

/** The values of an axis in one unit, which only the highest one names. */
export function axisWords(ticks: readonly number[], unit: Unit): string[] {
  const highest = Math.max(...ticks)
  const [divisor, name] = axisUnit(highest, unit)
  const digits = Math.max(...ticks.map((tick) => digitsOf(tick / divisor)))
  const format = formats[digits] ?? formats[2]
  return ticks.map((tick) => {
    const text = format?.format(tick / divisor) ?? ''
    return tick === highest && name ? `${text} ${name}` : text
  })
}

export function countWords(count: number): string {
  return count.toLocaleString('en')
}

function axisUnit(highest: number, unit: Unit): [divisor: number, name: string] {
  if (unit === 'ms') return highest >= 1000 ? [1000, 's'] : [1, 'ms']
  if (unit === 'bytes') return highest >= 1e9 ? [1e9, 'GB'] : [1e6, 'MB']
  if (unit === 'ratio') return [0.01, '%']
  return [1, unit === 'perSecond' ? '/s' : '']
}

function digitsOf(value: number): number {
  if (Number.isInteger(Number(value.toFixed(6)))) return 0
  return Number.isInteger(Number((value * 10).toFixed(6))) ? 1 : 2
}

function durationWords(ms: number): FigureWords {
  if (Math.round(ms) < 1000) return { value: short(ms), unit: 'ms' }
  return { value: (ms / 1000).toFixed(ms < 10_000 ? 2 : 1), unit: 's' }
}

function sizeWords(bytes: number): FigureWords {
  if (Math.round(bytes / 1e6) < 1000) return { value: short(bytes / 1e6), unit: 'MB' }
  return { value: (bytes / 1e9).toFixed(2), unit: 'GB' }
}

/** Never nothing for something, nor everything for less. As many digits in each, so that a column can be read down. */
function percent(value: number): string {
  if (value === 0 || value === 100) return String(value)
  if (value < 0.01) return '< 0.01'
  if (value > 99.9) return '> 99.9'
  return value.toFixed(value < 10 ? 2 : 1)
}

/** Small numbers more finely than large ones: 0.42, 4.2, 42. */
function short(value: number): string {
  return formats[value < 1 && value > 0 ? 2 : value < 10 ? 1 : 0]?.format(value) ?? ''
}
