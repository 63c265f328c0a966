import { type Figures, labelled, meanOf } from '@/server/performance/figures'
import { noFigures } from '@/server/performance/histogram'
import type { PerformancePart } from '@/server/performance/performance'
import { percentileMs } from '@/server/performance/point'

/** What a breaker's last failed call said, by the breaker's label; of the instance that answers. */
export type LastErrors = ReadonlyMap<string, string>

/** Each part of the house in a line: from the figures of the last minute, and the newest of its levels. */
export function partsOf(minute: Figures, newest: Figures, lastErrors: LastErrors): PerformancePart[] {
  return [
    cachePart(minute),
    signInsPart(minute),
    limitsPart(minute),
    ...breakerParts(newest, lastErrors),
    collectionPart(minute),
    statementsPart(minute),
    feedPart(minute, newest),
    streamsPart(newest),
    diskPart(newest),
  ]
}

type Line = Omit<PerformancePart, 'id' | 'name'>
const idle = (figure: string, detail: string): Line => ({ state: 'idle', figure, detail })

function cachePart({ counters }: Figures): PerformancePart {
  const hits = counters['cache.hits'] ?? 0
  const asked = hits + (counters['cache.misses'] ?? 0)
  const line: Line =
    asked === 0
      ? idle('Not asked', 'Nothing was looked up in the last minute')
      : { state: 'ok', figure: `${percent(hits / asked)} hit`, detail: `${counted(asked, 'look-up')} in a minute` }
  return { id: 'cache', name: 'Cache', ...line }
}

function signInsPart({ timers, counters }: Figures): PerformancePart {
  const all = timers['sign-in'] ?? noFigures
  const failed = counters['sign-in.failed'] ?? 0
  const line: Line =
    all.count === 0
      ? idle('None', 'Nobody signed in in the last minute')
      : {
          // A few people mistype; most of many failing is somebody who tries passwords
          state: failed >= 10 && failed * 2 > all.count ? 'warn' : 'ok',
          figure: `${counted(all.count, 'sign-in')} a minute`,
          detail: `${failed === 0 ? 'none' : number(failed)} failed, p95 ${ms(percentileMs(all, 0.95))}`,
        }
  return { id: 'sign-ins', name: 'Sign-ins', ...line }
}

function limitsPart({ counters }: Figures): PerformancePart {
  const refused = counters['http.limited'] ?? 0
  const shed = counters['http.shed'] ?? 0
  const kinds = labelled(counters, 'limiter.refused').map(([kind, count]) => `${number(count)} by ${kind}`)
  const shedWords = shed === 0 ? [] : [`${counted(shed, 'request')} sent away to stay up`]
  const words = [...kinds, ...shedWords].join(', ')
  const line: Line =
    refused + shed === 0 && words === ''
      ? idle('None refused', 'Nobody reached a limit in the last minute')
      : { state: 'warn', figure: `${number(refused + shed)} refused`, detail: words || 'in the last minute' }
  return { id: 'limits', name: 'Rate limits', ...line }
}

function breakerParts({ gauges }: Figures, lastErrors: LastErrors): PerformancePart[] {
  const breakers = labelled(gauges, 'breaker')
  if (breakers.length === 0) {
    const line = idle('None in use', 'Nothing outside was called since the start')
    return [{ id: 'breakers', name: 'Circuit breakers', ...line }]
  }
  return breakers.map(([label, level]) => {
    const said = lastErrors.get(label)
    const detail = said ? `Last error: ${said}` : 'No call has failed here'
    const states: Line[] = [
      { state: 'ok', figure: 'Closed', detail },
      { state: 'warn', figure: 'Half-open', detail, canReset: label === 'webhook' },
      { state: 'bad', figure: 'Open', detail, canReset: label === 'webhook' },
    ]
    const line = states[Math.round(level.max)] ?? idle('Not known', detail)
    return { id: `breaker|${label}`, name: breakerNames[label] ?? label, ...line }
  })
}

const breakerNames: Record<string, string> = { webhook: 'Webhooks', traces: 'Traces' }

function collectionPart({ timers, gauges }: Figures): PerformancePart {
  const { gc } = timers
  const seconds = gauges['resident.bytes']?.samples ?? 60
  if (!gc) {
    const line = idle('No pauses', 'Nothing was cleared away in the last minute')
    return { id: 'gc', name: 'Garbage collection', ...line }
  }
  const share = gc.sumUs / 1e6 / Math.max(seconds, 1)
  return {
    id: 'gc',
    name: 'Garbage collection',
    state: share > 0.25 ? 'bad' : share > 0.1 ? 'warn' : 'ok',
    figure: `${percent(share)} of the time`,
    detail: `${counted(gc.count, 'pause')}, the longest ${ms(gc.maxUs / 1000)}`,
  }
}

function statementsPart({ timers }: Figures): PerformancePart {
  const { statement } = timers
  const line: Line = !statement
    ? idle('None', 'The database was asked nothing in the last minute')
    : {
        state: 'ok',
        figure: `p99 ${ms(percentileMs(statement, 0.99))}`,
        detail: `${counted(statement.count, 'statement')} in a minute`,
      }
  return { id: 'statements', name: 'Database statements', ...line }
}

function feedPart({ counters }: Figures, { gauges }: Figures): PerformancePart {
  const lag = gauges['feed.lagMs']?.max
  const events = counters['feed.events'] ?? 0
  const line: Line =
    lag === undefined
      ? idle('Not running', 'Nobody follows what happens')
      : {
          state: lag > 30_000 ? 'bad' : lag > 5000 ? 'warn' : events === 0 ? 'idle' : 'ok',
          figure: `${ms(lag)} behind`,
          detail: events === 0 ? 'Nothing happened in the last minute' : `${counted(events, 'event')} in a minute`,
        }
  return { id: 'feed', name: 'Event feed', ...line }
}

function streamsPart({ gauges }: Figures): PerformancePart {
  const open = gauges['streams.open'] ? meanOf(gauges['streams.open']) : 0
  const line: Line =
    open === 0
      ? idle('None', 'No page is open that is live')
      : { state: 'ok', figure: `${number(open)} open`, detail: 'pages that are told what happens' }
  return { id: 'streams', name: 'Open pages', ...line }
}

function diskPart({ gauges }: Figures): PerformancePart {
  const free = gauges['disk.freeRatio'] ? meanOf(gauges['disk.freeRatio']) : null
  const line: Line =
    free === null
      ? idle('Not known', 'The disk of the data directory could not be asked')
      : {
          state: free < 0.05 ? 'bad' : free < 0.1 ? 'warn' : 'ok',
          figure: `${percent(free)} free`,
          detail: 'of the disk that the data directory is on',
        }
  return { id: 'disk', name: 'Disk', ...line }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}

function ms(value: number | null): string {
  if (value === null) return 'not known'
  if (value >= 10_000) return `${(value / 1000).toFixed(0)} s`
  return value >= 100 ? `${value.toFixed(0)} ms` : `${value.toFixed(1)} ms`
}
