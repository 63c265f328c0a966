/** One figure, beside the limit or the peer that it was taken with. */
export type Row = {
  what: string
  figure: number
  unit: string
  /** A peer of the same run. */
  peer?: { what: string; figure: number }
  /** What is promised of the figure, or of its ratio to the peer. */
  promise?: { of: 'figure' | 'ratio'; least?: number; most?: number }
}
export type Section = { name: string; question: string; run: () => Promise<Row[]> }

export function ratioOf({ figure, peer }: Row): number | null {
  return peer && peer.figure > 0 ? figure / peer.figure : null
}

/** Null where nothing is promised. */
export function isKept(row: Row): boolean | null {
  const { promise } = row
  if (!promise) return null
  const value = promise.of === 'ratio' ? ratioOf(row) : row.figure
  if (value === null) return false
  return value >= (promise.least ?? -Infinity) && value <= (promise.most ?? Infinity)
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The value below which `share` of them lie. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
