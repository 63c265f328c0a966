import { expect, test } from 'vitest'
import { coverOf } from '@/server/performance/cover'
import type { StoredStep } from '@/server/performance/window'

const now = 1_795_363_000
const ranges: Array<[name: string, from: number, to: number, stored: StoredStep]> = [
  ['a few minutes', now - 300, now, 1],
  ['an hour until now', now - 3600, now, 10],
  ['a day until now', Math.floor((now - 86_400) / 300) * 300, now, 60],
  ['a month until now', Math.floor((now - 30 * 86_400) / 7200) * 7200, now, 3600],
  ['half a day of last week', now - 7 * 86_400 - (now % 60), now - 7 * 86_400 - (now % 60) + 43_200, 60],
  ['a week of last month', now - 20 * 86_400 - (now % 3600), now - 13 * 86_400 - (now % 3600), 3600],
  ['a third of a day exactly', 28_800 * 60_000, 28_800 * 60_001, 60],
]

test.each(ranges)('%s is covered from one end to the other, and nothing twice', (_, from, to, stored) => {
  const pieces = coverOf({ from, to, stored }, now)
  expect(pieces[0]?.from).toBe(from)
  for (const [index, piece] of pieces.entries()) {
    expect(piece.from).toBeLessThan(piece.to)
    expect(piece.step).toBeGreaterThanOrEqual(stored)
    // Where one ends the next begins, and only at the ends of stored stretches
    if (index > 0) expect([piece.from, piece.from % piece.step]).toEqual([pieces[index - 1]?.to, 0])
  }
  const end = pieces.at(-1)?.to ?? 0
  if (to === now) expect(end).toBeGreaterThanOrEqual(to)
  else expect(end).toBe(to)
})

test('a month is read in few rows', () => {
  const pieces = coverOf({ from: now - 30 * 86_400 - (now % 7200), to: now, stored: 3600 }, now)
  const rows = pieces.reduce((sum, { step, from, to }) => sum + Math.ceil((to - from) / step), 0)
  expect(rows).toBeLessThan(110)
})
