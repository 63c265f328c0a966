import { Histogram, percentileUs } from '@/server/performance/histogram'
import { medianOf, quantileOf, type Row, type Section } from './section'

const count = 200_000
const shares = [0.5, 0.95, 0.99, 0.999]

export const section: Section = {
  name: 'histogram',
  question: 'how far are percentiles from those of the sorted values, and what does it cost to record one?',
  run: async () => {
    const rows: Row[] = []
    for (const [name, draw] of Object.entries(spreads)) {
      const values = Float64Array.from({ length: count }, draw)
      const histogram = new Histogram()
      for (const value of values) histogram.record(value)
      const figures = histogram.take()
      if (!figures) continue
      const errors = shares.map((share) => {
        const exact = quantileOf([...values], share)
        return Math.abs((percentileUs(figures, share) ?? 0) - exact) / exact
      })
      rows.push({
        what: `largest error, ${name}`,
        figure: Math.max(...errors) * 100,
        unit: '%',
        promise: { of: 'figure', most: 1 },
      })
    }
    return [...rows, await cost()]
  },
}

/** In microseconds: pages, a long tail, and a cache that answers half of them. */
const spreads: Record<string, () => number> = {
  'about 5 ms': () => Math.max(1, 5000 + normal() * 1500),
  'long tail': () => 300 * Math.exp(normal() * 1.5),
  'two humps': () => (Math.random() < 0.5 ? 40 + Math.random() * 20 : 20_000 + Math.random() * 8000),
}

function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())
}

async function cost(): Promise<Row> {
  const histogram = new Histogram()
  const values = Array.from({ length: 1024 }, () => 300 * Math.exp(normal() * 1.5))
  const times = { histogram: [] as number[], list: [] as number[] }
  for (let round = 0; round < 11; round++) {
    const kept: number[] = []
    times.histogram.push(nsEach((at) => histogram.record(values[at & 1023] ?? 0)))
    times.list.push(nsEach((at) => void kept.push(values[at & 1023] ?? 0)))
  }
  return {
    what: 'to record one',
    figure: medianOf(times.histogram),
    unit: 'ns',
    peer: { what: 'put on a list', figure: medianOf(times.list) },
    promise: { of: 'figure', most: 1000 },
  }
}

function nsEach(work: (at: number) => void): number {
  const beganAt = performance.now()
  for (let at = 0; at < 500_000; at++) work(at)
  return ((performance.now() - beganAt) * 1e6) / 500_000
}
