import { expect, test } from 'vitest'
import { dateWords, exactWords, relativeWords } from './time-words'

const now = new Date('2026-11-24T14:32:00Z')

test.each([
  ['2026-11-24T14:31:30Z', 'just now'],
  ['2026-11-24T14:32:10Z', 'in a moment'],
  ['2026-11-24T13:54:07Z', '37 min ago'],
  ['2026-11-24T12:31:00Z', '2 h ago'],
  ['2026-11-23T14:31:00Z', 'yesterday'],
  ['2026-11-25T15:00:00Z', 'tomorrow'],
  ['2026-11-22T14:31:00Z', '2 days ago'],
  ['2026-11-27T14:33:00Z', 'in 3 days'],
  ['2024-03-14T10:02:51Z', '14 Mar 2024'],
])('%s is %s', (at, words) => {
  expect(relativeWords(new Date(at), now)).toBe(words)
})

test('the exact time names its zone', () => {
  expect(dateWords(now)).toBe('24 Nov 2026')
  expect(exactWords(now)).toBe('24 Nov 2026, 14:32:00 UTC')
})
