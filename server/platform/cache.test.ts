import { expect, test } from 'vitest'
import { currentCaller, workFor } from '@/server/caller'
import { takeFigures } from '@/server/measure'
import { createCache } from '@/server/platform/cache'

/** A database of one value, that answers when it is told to. */
function slowSource(first: string) {
  let value = first
  let loads = 0
  const answer: (() => void)[] = []
  return {
    set: (next: string) => {
      value = next
    },
    loads: () => loads,
    /** What it read when it was asked, however late it arrives. */
    load: () => {
      const read = { value }
      loads++
      return new Promise<{ value: string }>((resolve) => answer.push(() => resolve(read)))
    },
    arrive: async () => {
      for (const each of answer.splice(0)) each()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('many who ask at once load once, and those who come later find it', async () => {
  takeFigures()
  const source = slowSource('one')
  const cache = createCache({ name: 'test', max: 10, load: source.load })
  const asked = Array.from({ length: 50 }, () => cache.get('key'))
  await source.arrive()
  expect(new Set((await Promise.all(asked)).map(({ value }) => value))).toEqual(new Set(['one']))
  expect(await cache.get('key')).toEqual({ value: 'one' })
  expect(source.loads()).toBe(1)
  expect(takeFigures().counters).toMatchObject({ 'cache.hits|test': 1, 'cache.misses|test': 50 })
})

test('whoever asks first and goes away takes nothing from the others', async () => {
  const gone = { hasLeft: true, onLeave: () => () => {} }
  const cache = createCache({
    name: 'left',
    max: 10,
    load: async () => ({ waitsFor: currentCaller() ?? 'all' }),
  })
  const [first, other] = await Promise.all([workFor(gone, () => cache.get('key')), cache.get('key')])
  expect([first, other]).toEqual([{ waitsFor: 'all' }, { waitsFor: 'all' }])
})

test.each(['drop', 'dropAll'] as const)('what was read before a %s is neither kept nor answered', async (drop) => {
  const source = slowSource('old')
  const cache = createCache({ name: 'test', max: 10, load: source.load })
  const early = cache.get('key')
  source.set('new')
  cache[drop]('key')
  // The early one is asked for again, and so is what comes after the drop
  const late = cache.get('key')
  await source.arrive()
  await source.arrive()
  expect(await late).toEqual({ value: 'new' })
  expect(await early).toEqual({ value: 'new' })
  expect(await cache.get('key')).toEqual({ value: 'new' })
})

test('while it is not current, everybody asks the database, and afterwards finds what was not dropped', async () => {
  const source = slowSource('one')
  let isCurrent = true
  const cache = createCache({ name: 'test', max: 10, load: source.load, isCurrent: () => isCurrent })
  const first = cache.get('key')
  await source.arrive()
  await first
  isCurrent = false
  source.set('two')
  const meanwhile = cache.get('key')
  await source.arrive()
  expect(await meanwhile).toEqual({ value: 'two' })
  cache.drop('key')
  isCurrent = true
  const after = cache.get('key')
  await source.arrive()
  expect(await after).toEqual({ value: 'two' })
})

test('a load that fails fails all who wait for it, and the next one tries again', async () => {
  let isAway = true
  let loads = 0
  const load = async () => {
    loads++
    if (isAway) throw new Error('away')
    return { value: 'there' }
  }
  const cache = createCache({ name: 'test', max: 10, load })
  const asked = await Promise.allSettled([cache.get('key'), cache.get('key')])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(loads).toBe(1)
  isAway = false
  expect(await cache.get('key')).toEqual({ value: 'there' })
})

test('it holds no more than it may', async () => {
  let loads = 0
  const cache = createCache({ name: 'test', max: 2, load: async (key) => ({ key, load: ++loads }) })
  for (const key of ['a', 'b', 'c']) await cache.get(key)
  expect((await cache.get('c')).load).toBe(3)
  expect((await cache.get('a')).load).toBe(4)
})
