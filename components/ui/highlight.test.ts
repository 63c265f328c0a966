import { expect, test } from 'vitest'
import { splitAtTerm } from './highlight'

const marked = (text: string, term: string) =>
  splitAtTerm(text, term)
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join('')

test.each([
  ['Johanna', 'han', 'Jo[han]na'],
  ['Hanrahan', 'HAN', '[Han]ra[han]'],
  ['Thanh Hằng', 'hang', 'Thanh [Hằng]'],
  ['Handan', '', 'Handan'],
  ['佐藤 はな', 'はな', '佐藤 [はな]'],
  ['Straße', 'ss', 'Straße'],
  ['Ada', 'adam', 'Ada'],
])('%s with %s', (text, term, expected) => {
  expect(marked(text, term)).toBe(expected)
})
