import type { ChartColour, ChartLook } from '@/components/ui/chart'
import type { Unit } from './figure-words'
import type { FigureKey } from './performance-columns'

/** `look: null` is told beside the chart but not drawn in it. */
export type StripSeries = { key: FigureKey; name: string; unit?: Unit } & (
  | { look: ChartLook; colour: ChartColour; dash?: boolean }
  | { look: null }
)

export type StripPlan = {
  id: string
  title: string
  unit: Unit
  size: 'low' | 'mid' | 'tall'
  /** The figure of now, and behind its unit what it is */
  figure: { key: FigureKey; suffix?: string; of?: FigureKey }
  /** In the order of the legend; the last is drawn first. A single one that the title names already has no legend */
  series: readonly StripSeries[]
  /** How high the axis reaches at the least, in the unit */
  least: number
  isWhole?: boolean
  /** More columns of the table */
  more?: ReadonlyArray<{ key: FigureKey; name: string; unit: Unit }>
}

/** What the page draws, from above. Blue is work, teal the process, amber waiting, red errors. */
export const stripPlans: readonly StripPlan[] = [
  {
    id: 'requests',
    title: 'Requests',
    unit: 'perSecond',
    size: 'mid',
    figure: { key: 'requestsPerSecond' },
    series: [
      { key: 'requestsPerSecond', name: 'requests', look: 'area', colour: 'line' },
      { key: 'active', name: 'in flight', unit: 'count', look: null },
    ],
    least: 1,
    more: [{ key: 'requests', name: 'requests in all', unit: 'count' }],
  },
  {
    id: 'response-time',
    title: 'Response time',
    unit: 'ms',
    size: 'tall',
    figure: { key: 'p99Ms', suffix: 'p99' },
    series: [
      { key: 'p99Ms', name: 'p99', look: 'line', colour: 'p99' },
      { key: 'p95Ms', name: 'p95', look: 'line', colour: 'p95' },
      { key: 'p50Ms', name: 'p50', look: 'line', colour: 'p50' },
      { key: 'maxMs', name: 'max', look: null },
    ],
    least: 10,
  },
  {
    id: 'errors',
    title: 'Errors',
    unit: 'ratio',
    size: 'low',
    figure: { key: 'errorRatio' },
    series: [{ key: 'errorRatio', name: 'errors', look: 'bars', colour: 'bad' }],
    least: 0.01,
    more: [
      { key: 'errors', name: 'answers 500 and above', unit: 'count' },
      { key: 'requests', name: 'requests in all', unit: 'count' },
    ],
  },
  {
    id: 'event-loop',
    title: 'Event loop delay',
    unit: 'ms',
    size: 'low',
    figure: { key: 'eventLoopDelayMsP99', suffix: 'p99' },
    series: [{ key: 'eventLoopDelayMsP99', name: 'delay', look: 'area', colour: 'teal' }],
    least: 10,
    more: [{ key: 'eventLoopUtilisation', name: 'busy', unit: 'ratio' }],
  },
  {
    id: 'memory',
    title: 'Memory',
    unit: 'bytes',
    size: 'mid',
    figure: { key: 'residentBytes' },
    series: [
      { key: 'residentBytes', name: 'resident', look: 'area', colour: 'teal' },
      { key: 'heapBytes', name: 'heap', look: 'line', colour: 'teal', dash: true },
    ],
    least: 100e6,
    more: [
      { key: 'gcPauses', name: 'garbage collections', unit: 'count' },
      { key: 'gcPauseMsMax', name: 'longest pause', unit: 'ms' },
    ],
  },
  {
    id: 'database',
    title: 'Database connections',
    unit: 'count',
    size: 'mid',
    figure: { key: 'poolInUse', of: 'poolTarget' },
    series: [
      { key: 'poolInUse', name: 'in use', look: 'area', colour: 'line' },
      { key: 'poolTarget', name: 'allowed', look: 'steps', colour: 'target', dash: true },
      { key: 'poolWaiting', name: 'waiting', look: 'bars', colour: 'amber' },
    ],
    least: 4,
    isWhole: true,
    more: [
      { key: 'poolWaitMsP99', name: 'wait, p99', unit: 'ms' },
      { key: 'statementMsP99', name: 'statement, p99', unit: 'ms' },
    ],
  },
]
