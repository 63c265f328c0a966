import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { point } from './performance-fixture'
import { followPerformance } from './performance-stream'

/** The browser's end of a stream, in our hands. */
class Source extends EventTarget {
  static opened: Source[] = []
  url: string
  isClosed = false
  onmessage: ((event: { data: string }) => void) | null = null
  onerror: (() => void) | null = null

  constructor(url: string) {
    super()
    this.url = url
    Source.opened.push(this)
  }
  close() {
    this.isClosed = true
  }
}

const here = new EventTarget()
let told: string[]
let ticks: number[]
let stop: () => void
const last = () => Source.opened.at(-1) as Source
const open = () => Source.opened.filter(({ isClosed }) => !isClosed)
const tell = (at: number) =>
  last().onmessage?.({ data: JSON.stringify({ seconds: [point(at)], points: [], current: null, instances: [] }) })

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Source)
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('addEventListener', here.addEventListener.bind(here))
  vi.stubGlobal('removeEventListener', here.removeEventListener.bind(here))
  Source.opened = []
  told = []
  ticks = []
  stop = followPerformance('range=5m', () => ticks.at(-1) ?? 42, {
    state: (state) => told.push(state),
    tick: ({ seconds }) => ticks.push(...seconds.map(({ at }) => at)),
    again: () => told.push('again'),
  })
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('ticks make it live, and a database that is away makes it stale', () => {
  expect(last().url).toBe('/api/performance/stream?range=5m&after=42')
  tell(100)
  last().dispatchEvent(new Event('stale'))
  tell(107)
  expect(told).toEqual(['connecting', 'live', 'stale', 'live'])
  expect(ticks).toEqual([100, 107])
})

test('before a drain it comes back in a moment, and asks for what it missed', () => {
  tell(100)
  last().dispatchEvent(new Event('reconnect'))
  expect(last().isClosed).toBe(true)
  expect(told.at(-1)).toBe('reconnecting')
  vi.advanceTimersByTime(2000)
  expect(open()).toHaveLength(1)
  expect(told.at(-1)).toBe('again')
  expect(last().url).toContain('after=100')
})

test('a server that stays away is asked ever more slowly, and one stream is open at a time', () => {
  for (let failure = 0; failure < 8; failure++) {
    last().onerror?.()
    vi.advanceTimersByTime(20_000)
  }
  const before = Source.opened.length
  last().onerror?.()
  vi.advanceTimersByTime(10_000)
  expect(Source.opened).toHaveLength(before)
  vi.advanceTimersByTime(10_000)
  expect(Source.opened).toHaveLength(before + 1)
  expect(open()).toHaveLength(1)
})

test('a line that is held open in silence is given up; one that is stale may be silent for longer', () => {
  tell(100)
  vi.advanceTimersByTime(11_000)
  expect(Source.opened).toHaveLength(1)
  vi.advanceTimersByTime(2000)
  expect(Source.opened).toHaveLength(2)
  last().dispatchEvent(new Event('stale'))
  vi.advanceTimersByTime(30_000)
  expect(Source.opened).toHaveLength(2)
})

test('without a connection it says so, and goes on at once when there is one', () => {
  vi.stubGlobal('navigator', { onLine: false })
  last().onerror?.()
  expect(told.at(-1)).toBe('offline')
  here.dispatchEvent(new Event('online'))
  vi.advanceTimersByTime(0)
  expect(open()).toHaveLength(1)
})

test('stopped, it opens nothing any more', () => {
  last().onerror?.()
  stop()
  vi.advanceTimersByTime(60_000)
  here.dispatchEvent(new Event('online'))
  vi.advanceTimersByTime(60_000)
  expect(open()).toHaveLength(0)
})
