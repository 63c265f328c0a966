import type { PerformanceQuery, PerformanceRange } from '@/server/performance/performance'

/** The ranges from now back, and how they are named. */
export const ranges: ReadonlyArray<{ value: PerformanceRange; label: string; words: string }> = [
  { value: '5m', label: '5 min', words: 'last 5 minutes' },
  { value: '1h', label: '1 h', words: 'last hour' },
  { value: '6h', label: '6 h', words: 'last 6 hours' },
  { value: '24h', label: '24 h', words: 'last 24 hours' },
  { value: '7d', label: '7 d', words: 'last 7 days' },
  { value: '30d', label: '30 d', words: 'last 30 days' },
]

/** What the page shows, as its address says: a range up to now, or a stretch of it that stands still. */
export type PerformanceAsked = {
  range: PerformanceRange
  /** Whole seconds since 1970 */
  zoom: { from: number; to: number } | null
  /** All of them where it is null */
  instance: string | null
}

/** What cannot be asked is left out, so that a mistyped address shows something. */
export function readPerformanceAddress(params: URLSearchParams): PerformanceAsked {
  const range = ranges.find(({ value }) => value === params.get('range'))?.value ?? '1h'
  const [from, to] = ['from', 'to'].map((name) => secondOf(params.get(name)))
  const name = params.get('instance')?.slice(0, 100) ?? ''
  const instance = name === '' || /\p{Cc}/u.test(name) ? null : name
  return { range, zoom: from != null && to != null && from < to ? { from, to } : null, instance }
}

/** The same parameters for the page, the API and the stream. Equal questions have equal ones. */
export function askedOf({ range, zoom, instance }: PerformanceAsked): string {
  const params = new URLSearchParams()
  if (range !== '1h') params.set('range', range)
  if (zoom) params.set('from', String(zoom.from))
  if (zoom) params.set('to', String(zoom.to))
  if (instance) params.set('instance', instance)
  return params.toString()
}

export function performanceHref(asked: PerformanceAsked): string {
  const params = askedOf(asked)
  return params === '' ? '/performance' : `/performance?${params}`
}

export function queryOf({ range, zoom, instance }: PerformanceAsked): PerformanceQuery {
  return { range, ...zoom, ...(instance ? { instance } : {}) }
}

export function rangeWords({ range, zoom }: Pick<PerformanceAsked, 'range' | 'zoom'>): string {
  return zoom ? 'in the part you see' : (ranges.find(({ value }) => value === range)?.words ?? '')
}

/** The shortest stretch one can look into, in seconds. */
const zoomMin = 10

/** Between two moments, whole seconds; at least so long that something is to be seen. */
export function zoomBetween(one: number, other: number): { from: number; to: number } {
  const from = Math.floor(Math.min(one, other))
  const to = Math.ceil(Math.max(one, other))
  const lacking = Math.max(0, zoomMin - (to - from))
  return { from: from - Math.ceil(lacking / 2), to: to + Math.floor(lacking / 2) }
}

function secondOf(text: string | null): number | null {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isInteger(value) && value >= 0 && value <= 8_640_000_000 ? value : null
}
