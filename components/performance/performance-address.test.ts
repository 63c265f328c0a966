import { expect, test } from 'vitest'
import { readPerformanceAddress } from './performance-address'

test('an instance that no database could hold is left out of the address', () => {
  const instanceOf = (query: string) => readPerformanceAddress(new URLSearchParams(query)).instance
  expect(['instance=one.1', 'instance=%00', 'instance=a%0Ab', 'instance=', ''].map(instanceOf)).toEqual([
    'one.1',
    null,
    null,
    null,
    null,
  ])
})
