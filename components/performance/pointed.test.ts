import type { KeyboardEvent, PointerEvent } from 'react'
import { expect, test, vi } from 'vitest'
import { askedOf, performanceHref, readPerformanceAddress, zoomBetween } from './performance-address'
import { point, view } from './performance-fixture'
import { frameOf } from './performance-frame'
import { moveByKey, type Pointed, pointAt, pointerHandlers, type Zoom } from './pointed'
import { inOrder, nextOrder } from './route-order'
import { createSignal } from './signal'

const read = (query: string) => readPerformanceAddress(new URLSearchParams(query))

test('the address says what is shown, and equal questions have equal addresses', () => {
  expect(performanceHref(read('range=1h'))).toBe('/performance')
  expect(askedOf(read('to=200&range=6h&from=100&instance=web-1'))).toBe('range=6h&from=100&to=200&instance=web-1')
})

test.each([
  'range=2h',
  'from=5',
  'from=9&to=3',
  'from=a&to=b',
  'from=-1&to=4',
  'from=1.5&to=4',
  'from=&to=4',
  'instance=',
])('of %s what cannot be asked is left out', (query) =>
  expect(read(query)).toEqual({ range: '1h', zoom: null, instance: null }),
)

test('a stretch has whole seconds and is never too short to show anything', () => {
  expect(zoomBetween(200.4, 100.6)).toEqual({ from: 100, to: 201 })
  expect(zoomBetween(100, 101)).toEqual({ from: 95, to: 105 })
})

test('in a gap the crosshair has no figures', () => {
  const frame = frameOf({ ...view(0, 100), points: [point(10), point(11), point(60)] })
  expect(pointAt({ fraction: 0.6 }, frame)?.at).toBe(60)
  expect(pointAt({ at: 12 }, frame)?.at).toBe(11)
  expect(pointAt({ at: 35 }, frame)).toBeNull()
  expect(pointAt(null, frame)).toBeNull()
})

test('a drag chooses a stretch, also where the page is drawn anew on the way; a press does not', () => {
  const frame = createSignal(frameOf(view(0, 100)))
  const pointed = createSignal<Pointed | null>(null)
  const zooms: Zoom[] = []
  const plot = { getBoundingClientRect: () => ({ left: 0, width: 1000 }) }
  class Target {
    closest = () => plot
  }
  vi.stubGlobal('Element', Target)
  const at = (clientX: number) =>
    ({
      clientX,
      pointerType: 'mouse',
      button: 0,
      buttons: 1,
      target: new Target(),
      currentTarget: { querySelector: () => plot, setPointerCapture: () => undefined },
    }) as unknown as PointerEvent<HTMLElement>
  /** New ones for each event, as React makes them */
  const handlers = () => pointerHandlers(pointed, frame, (zoom) => zooms.push(zoom))

  handlers().onPointerDown(at(200))
  handlers().onPointerMove(at(203))
  handlers().onPointerUp(at(203))
  expect(zooms).toEqual([])
  expect(pointed.get()).toEqual({ fraction: 0.203 })

  handlers().onPointerDown(at(200))
  handlers().onPointerMove(at(600))
  handlers().onPointerUp(at(600))
  expect(zooms).toEqual([{ from: 20, to: 60 }])
  vi.unstubAllGlobals()
})

test('keys move the crosshair from point to point, choose a stretch, look into it, and leave', () => {
  const frame = frameOf(view(0, 100))
  const pointed = createSignal<Pointed | null>(null)
  const zooms: Zoom[] = []
  let left = 0
  const press = (key: string, shiftKey = false) => {
    const event = { key, shiftKey, preventDefault: () => undefined, currentTarget: { blur: () => left++ } }
    moveByKey(event as unknown as KeyboardEvent<HTMLElement>, pointed, frame, (zoom) => zooms.push(zoom))
    return pointed.get()
  }
  expect(press('ArrowLeft')).toEqual({ at: 99 })
  expect(press('ArrowLeft')).toEqual({ at: 98 })
  expect(press('PageDown')).toEqual({ at: 88 })
  expect(press('ArrowRight')).toEqual({ at: 89 })
  expect(press('Home')).toEqual({ at: 0 })
  expect(press('ArrowLeft')).toEqual({ at: 0 })
  expect(press('PageUp', true)).toEqual({ at: 10, anchor: 0 })
  expect(press('PageUp', true)).toEqual({ at: 20, anchor: 0 })
  press('Enter')
  expect(press('ArrowRight')).toEqual({ at: 21 })
  press('Enter')
  expect(zooms).toEqual([
    { from: 0, to: 20 },
    { from: 0, to: 46 },
  ])
  expect(press('Escape')).toBeNull()
  expect(left).toBe(1)
})

test('routes are sorted by any column, and what has no figure comes last', () => {
  const route = (name: string, p99Ms: number | null) => ({
    method: 'GET',
    route: name,
    requests: 1,
    p50Ms: 1,
    p95Ms: 1,
    p99Ms,
    maxMs: 1,
    errors: 0,
    errorRatio: 0,
  })
  const routes = [route('/b', 5), route('/a', null), route('/c', 9)]
  const names = (order: Parameters<typeof inOrder>[1]) => inOrder(routes, order).map((each) => each.route)
  const first = nextOrder({ by: 'route', direction: 'ascending' }, 'p99Ms')
  expect(names(first)).toEqual(['/c', '/b', '/a'])
  expect(names(nextOrder(first, 'p99Ms'))).toEqual(['/b', '/c', '/a'])
  expect(names(nextOrder(first, 'route'))).toEqual(['/a', '/b', '/c'])
})
