const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Scripts whose words carry their meaning in the first sign: two of them would read as another word. */
const singleSign =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Thai}|\p{Script=Devanagari}/u

/**
 * One or two signs for a name in any script: the first of the first and of the last word. Cuts between graphemes, so that
 * accents, emoji and joined signs stay whole.
 */
export function initials(name: string): string {
  // Brackets, quotes and the comma of "Ó Súilleabháin, Niamh" are no part of a name
  const words = name.split(/[\s,;]+/).map((word) => word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, ''))
  const signs = words.map(firstSign).filter((sign) => sign !== '')
  const first = signs[0]
  const last = signs.at(-1)
  if (first === undefined || last === undefined) return '?'
  if (signs.length === 1 || singleSign.test(first) || /\p{Extended_Pictographic}/u.test(first)) return first
  return first + last
}

function firstSign(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment.toLocaleUpperCase('en')
  return ''
}

/** The same number from 0 to `count` - 1 for the same text, on every machine. */
export function stableHash(text: string, count: number): number {
  let hash = 2166136261
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619)
  return (hash >>> 0) % count
}
