import { isKept, type Row, ratioOf } from './section'

/** The rows of a section as lines for a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['', 'figure', 'beside', 'ratio', 'promised', '']
  const lines = [head, ...rows.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const line = (cells: string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
  return lines.map((cells) => line(cells).join('  ').trimEnd()).join('\n')
}

function cellsOf(row: Row): string[] {
  const { what, figure, unit, peer, promise } = row
  const ratio = ratioOf(row)
  const kept = isKept(row)
  const bounds = [
    promise?.least === undefined ? '' : `≥ ${promise.least}`,
    promise?.most === undefined ? '' : `≤ ${promise.most}`,
  ].filter(Boolean)
  return [
    what,
    `${short(figure)} ${unit}`,
    peer ? `${short(peer.figure)} ${unit} (${peer.what})` : '',
    ratio === null ? '' : ratio.toFixed(2),
    bounds.length > 0 ? `${promise?.of === 'ratio' ? 'ratio ' : ''}${bounds.join(', ')}` : '',
    kept === null ? '' : kept ? 'kept' : 'NOT KEPT',
  ]
}

function short(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value < 1000 ? 3 : 4 })
}
