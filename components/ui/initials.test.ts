import { describe, expect, test } from 'vitest'
import { initials, stableHash } from './initials'

describe('initials', () => {
  test.each([
    ['Maja Lindqvist', 'ML'],
    ['Ana Beatriz de Albuquerque Figueiredo', 'AF'],
    ['Ada', 'A'],
    ['ada lovelace', 'AL'],
    ['Ó Súilleabháin-Hanrahan, Niamh', 'ÓN'],
    ['佐藤 はな', '佐'],
    ['جيهان المصري', 'ج'],
    ['Жанна Коваленко', 'ЖК'],
    ['👩🏽‍🚀 Ada', '👩🏽‍🚀'],
    ['e\u0301lan vital', 'E\u0301V'],
    ['(Ada) "Lovelace"', 'AL'],
    ['  ', '?'],
    ['', '?'],
    ['-', '?'],
  ])('%s is shown as %s', (name, expected) => {
    expect(initials(name)).toBe(expected)
  })
})

test('the same name always takes the same colour', () => {
  expect(stableHash('Ada', 6)).toBe(stableHash('Ada', 6))
  expect(stableHash('Ada', 6)).toBeLessThan(6)
})
