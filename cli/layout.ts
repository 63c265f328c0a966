/** A headed table: cells in columns that line up, also for scripts whose letters are two columns wide. */
export function table(head: string[], rows: string[][]): string {
  return columns([head.map((name) => name.toUpperCase()), ...rows])
}

/** Names and what they are, one a line. */
export function facts(entries: [name: string, value: string][]): string {
  return columns(entries.map(([name, value]) => [`  ${name}`, value]))
}

export function columns(rows: string[][]): string {
  const clean = rows.map((row) => row.map(printable))
  const widths: number[] = []
  for (const row of clean) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell))
  }
  const padded = (cell: string, index: number) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)))
  return clean.map((row) => row.map(padded).join('  ').trimEnd()).join('\n')
}

/** Minutes, in UTC: the same for everyone who reads it. */
export function moment(at: Date | null): string {
  return at === null ? '–' : `${at.toISOString().slice(0, 16).replace('T', ' ')}`
}

/** What somebody else wrote, without what would steer a terminal or turn the line around. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu, '\u{fffd}')
}

const wide =
  /[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += /[\p{Mn}\p{Me}\p{Cf}]/u.test(sign) ? 0 : wide.test(sign) ? 2 : 1
  return width
}
