import { expect, test } from 'vitest'
import { csvCell, csvHead } from './events-csv'

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['say "hello"', '"say ""hello"""'],
  ['two\nlines', '"two\nlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  [' space before', '" space before"'],
  ['half;half', '"half;half"'],
  ['=1+1', "'=1+1"],
  ['=HYPERLINK("http://x.test","click")', `"'=HYPERLINK(""http://x.test"",""click"")"`],
  ['+49 30 123', "'+49 30 123"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
  ['\n=1', `"'\n=1"`],
  ['＝1+1', "'＝1+1"],
  ["'tis", "''tis"],
  ["'=1", "''=1"],
  ['a=1', 'a=1'],
  ['Þórður 山田', 'Þórður 山田'],
])('the cell %j is written %j, and read back as it was', (text, cell) => {
  expect(csvCell(text)).toBe(cell)
  const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
  expect(read.replace(/^'/, '')).toBe(text)
})

test('the file begins with the mark by which a spreadsheet knows UTF-8', () => {
  expect(csvHead.startsWith('\uFEFFtime,actor,action,')).toBe(true)
})
