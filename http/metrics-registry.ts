import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { totals } from '@/server/measure'
import { countUpTo, type HistogramFigures } from '@/server/performance/histogram'
import { counterNames, gaugeNames, type MetricName, timerNames, toldElsewhere } from './metrics-names'

/** Upper bounds in seconds: prom-client's own, and those of the alerts. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Levels that are named like counters, and figures of the event loop that are NaN between two looks: ours tell both. */
const notTaken = [
  ...['handles', 'requests', 'resources'].map((name) => `nodejs_active_${name}_total`),
  ...['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map((name) => `nodejs_eventloop_lag_${name}_seconds`),
]

let ofNode: Registry | undefined

export const metricsContentType = Registry.PROMETHEUS_CONTENT_TYPE

/** Everything that this instance measures since its start, in the text format of Prometheus. */
export async function metricsText(version: string): Promise<string> {
  if (!ofNode) {
    ofNode = new Registry()
    collectDefaultMetrics({ register: ofNode })
    for (const name of notTaken) ofNode.removeSingleMetric(name)
  }
  return `${await ofNode.metrics()}\n${await ourRegistry(version).metrics()}`
}

/** Made anew at each look, so that nothing is told which is no longer there. */
function ourRegistry(version: string): Registry {
  const registry = new Registry()
  const registers = [registry]
  const { counters, gauges, timers } = totals()
  new Gauge({ name: 'roster_info', help: 'Which version runs.', labelNames: ['version'], registers }).set(
    { version },
    1,
  )
  for (const [metric, rows] of grouped(counters, counterNames, '_total')) {
    const made = new Counter({ ...metric, registers })
    for (const { labels, value } of rows) made.inc(labels, value)
  }
  for (const [metric, rows] of grouped(gauges, gaugeNames, '')) {
    const made = new Gauge({ ...metric, registers })
    for (const { labels, value, times } of rows) made.set(labels, value * times)
  }
  for (const [metric, rows] of grouped(timers, timerNames, '_duration_seconds')) {
    new Durations({ ...metric, buckets: bounds, registers }, rows)
  }
  return registry
}

type Row<Value> = { labels: Record<string, string>; value: Value; times: number }
type Metric = { name: string; help: string; labelNames: string[] }

function grouped<Value>(
  all: Map<string, Value>,
  names: Record<string, MetricName>,
  ending: string,
): Array<[Metric, Row<Value>[]]> {
  const found = new Map<string, [Metric, Row<Value>[]]>()
  for (const [key, value] of all) {
    const [family = '', label] = split(key)
    if (toldElsewhere.includes(family)) continue
    const { name, help, labels = [], fixed = {}, times = 1 } = names[family] ?? unlisted(family, label, ending)
    const group = found.get(name) ?? [{ name, help, labelNames: [...labels, ...Object.keys(fixed)] }, []]
    group[1].push({ labels: { ...labelled(labels, label), ...fixed }, value, times })
    found.set(name, group)
  }
  return [...found.values()]
}

function split(key: string): [string, string | undefined] {
  const at = key.indexOf('|')
  return at === -1 ? [key, undefined] : [key.slice(0, at), key.slice(at + 1)]
}

function unlisted(family: string, label: string | undefined, ending: string): MetricName {
  const name = `roster_${family
    .replace(/[^a-zA-Z0-9]+/g, '_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()}${ending}`
  return { name, help: 'Measured by a part of its own.', labels: label === undefined ? [] : ['label'] }
}

/** "GET /users 2xx" under method, route, status: the first and the last word, and what stands between. */
function labelled(names: readonly string[], label = ''): Record<string, string> {
  const words = label.split(' ')
  const values =
    names.length === 3
      ? [words[0] ?? '', words.slice(1, -1).join(' '), words.at(-1) ?? '']
      : names.length === 2
        ? [words.slice(0, -1).join(' '), words.at(-1) ?? '']
        : [label]
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']))
}

/** Ours are counted already, and finer: only what is told is taken over. */
class Durations extends Histogram<string> {
  constructor(
    private readonly told: ConstructorParameters<typeof Histogram<string>>[0],
    private readonly rows: Row<HistogramFigures>[],
  ) {
    super(told)
  }

  /** What the registry asks each of its metrics; the library's types don't name it. */
  async getForPromString() {
    const { name, help } = this.told
    const values = this.rows.flatMap(({ labels, value }) => [
      ...bounds.map((le) => ({
        metricName: `${name}_bucket`,
        labels: { ...labels, le },
        value: countUpTo(value, le * 1e6),
      })),
      { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: value.count },
      { metricName: `${name}_sum`, labels, value: value.sumUs / 1e6 },
      { metricName: `${name}_count`, labels, value: value.count },
    ])
    return { name, help, type: 'histogram', values }
  }
}
