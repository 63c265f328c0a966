import { expect, test } from 'vitest'
import { point, view } from './performance-fixture'
import { createPerformanceStore } from './performance-store'

function storeOf(...args: Parameters<typeof view>) {
  const drawings: Array<() => void> = []
  const store = createPerformanceStore(view(...args), (draw) => drawings.push(draw))
  store.load('range=5m', view(...args))
  const draw = () => {
    for (const each of drawings.splice(0)) each()
  }
  draw()
  const take = (at: number, asked = 'range=5m') =>
    store.take(asked, { seconds: [point(at)], points: [point(at)], current: null, instances: ['web-1'] })
  return { store, drawings, draw, take }
}

test('thousands of ticks between two frames of the screen are one drawing', () => {
  const { store, drawings, draw, take } = storeOf(0, 300)
  let times = 0
  store.frame.subscribe(() => times++)
  for (let at = 300; at < 5300; at++) take(at)
  expect(drawings).toHaveLength(1)
  draw()
  expect(times).toBe(1)
  expect(store.frame.get()).toMatchObject({ from: 5000, to: 5300 })
  expect(store.frame.get().points).toHaveLength(301)
})

test('paused, the charts stand still; what passed meanwhile comes with the next answer, nothing twice', () => {
  const { store, draw, take } = storeOf(0, 300)
  take(300)
  draw()
  // Nothing is told while it is paused, then it is asked for and followed again
  store.load('range=5m', view(60, 360))
  take(359)
  take(360)
  draw()
  expect(store.frame.get().points.map(({ at }) => at)).toEqual(
    Array.from({ length: 302 }, (_, index) => 59 + index + 1).slice(0, 301),
  )
  expect(store.wasFollowed('range=5m')).toBe(true)
})

test('ticks of another question do not stand beside the points of this one', () => {
  const { store, draw, take } = storeOf(0, 300)
  take(300, 'range=5m&instance=web-2')
  draw()
  expect(store.frame.get().points).toHaveLength(300)
})

test('an answer to another question takes the place of everything', () => {
  const { store, draw, take } = storeOf(0, 300)
  take(310)
  store.load('', view(0, 600, 10))
  draw()
  expect(store.frame.get()).toMatchObject({ from: 0, to: 600, step: 10 })
  expect(store.frame.get().points).toHaveLength(60)
})
