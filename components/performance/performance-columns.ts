import type { PerformancePoint } from '@/server/performance/performance'
import type { Frame } from './performance-frame'

export type FigureKey = {
  [Key in keyof PerformancePoint]: PerformancePoint[Key] extends number | null ? Key : never
}[keyof PerformancePoint]

export type Columns = { times: number[]; values: Array<Array<number | null>> }

/** A column of times and one for each figure. Where points are missing stands a nothing, so that no line crosses it. */
export function columnsOf({ points, step }: Frame, keys: readonly FigureKey[]): Columns {
  const times: number[] = []
  const values: Columns['values'] = keys.map(() => [])
  for (const [index, point] of points.entries()) {
    const before = points[index - 1]
    if (before && point.at - before.at > 1.5 * Math.max(step, before.seconds)) {
      times.push(before.at + step)
      for (const column of values) column.push(null)
    }
    times.push(point.at)
    for (const [column, key] of keys.entries()) values[column]?.push(point[key])
  }
  return { times, values }
}

/** The highest figure and when it was; null where there is none. */
export function highestOf(points: readonly PerformancePoint[], key: FigureKey): { at: number; value: number } | null {
  let highest: { at: number; value: number } | null = null
  for (const { at, [key]: value } of points) {
    if (value !== null && (highest === null || value > highest.value)) highest = { at, value }
  }
  return highest
}

/** The point whose stretch is nearest to a moment; -1 where there are none. */
export function nearestPoint(points: readonly PerformancePoint[], at: number): number {
  let low = 0
  let high = points.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  const here = points[low]
  const before = points[low - 1]
  if (!here) return -1
  return before && at - before.at < here.at - at ? low - 1 : low
}
