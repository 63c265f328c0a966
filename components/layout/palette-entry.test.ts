import { expect, test } from 'vitest'
import { inGroups, matchesWords, type PaletteEntry } from './palette-entry'

const entry = (label: string, group: string): PaletteEntry => ({ id: label, label, group, href: '/' })

test('every word must stand somewhere, whatever its case and accents', () => {
  expect(matchesWords(entry('Audit log', 'Pages'), 'LOG aud')).toBe(true)
  expect(matchesWords(entry('Nguyễn Thị Hằng', 'Users'), 'hang')).toBe(true)
  expect(matchesWords(entry('Audit log', 'Pages'), 'audit users')).toBe(false)
  expect(matchesWords(entry('Audit log', 'Pages'), '')).toBe(true)
})

test('entries of one heading stand together, so that the arrows go down the page', () => {
  const groups = inGroups([entry('a', 'Users'), entry('b', 'Pages'), entry('c', 'Users')])
  expect(groups.map(({ group, members }) => [group, ...members.map(({ id }) => id)])).toEqual([
    ['Users', 'a', 'c'],
    ['Pages', 'b'],
  ])
})
