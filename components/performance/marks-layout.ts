import type { PerformanceMark } from '@/server/performance/performance'

/** Where a mark, or several in one place, stands in its row; in pixels of the plot. */
export type PlacedMark = {
  id: string
  left: number
  width: number
  marks: PerformanceMark[]
  label: string
  /** Where there is room for the label; nowhere: it is told when pointed at */
  side: 'inside' | 'after' | 'before' | 'nowhere'
}

type Stretch = { from: number; to: number; width: number; hasLabels: boolean }

/** A pin and the room around it: as large as a target must be. */
const pinWidth = 24
const pinHalf = 9
const spanWidthMin = 8
const spaceAround = 8

/** What lasts stands in the first row, what happens at once in the second. */
export function placeMarks(
  marks: readonly PerformanceMark[],
  stretch: Stretch,
): Record<'spans' | 'pins', PlacedMark[]> {
  const sorted = marks.toSorted((one, other) => one.at - other.at)
  const spans = sorted.filter((mark) => lasts(mark) && mark.at < stretch.to && endOf(mark, stretch) > stretch.from)
  const pins = sorted.filter((mark) => !lasts(mark) && mark.at >= stretch.from && mark.at <= stretch.to)
  return { spans: placeSpans(spans, stretch), pins: placePins(pins, stretch) }
}

export function lasts({ until }: PerformanceMark): boolean {
  return until !== undefined
}

/** What goes on reaches to the edge. */
export function endOf({ at, until }: PerformanceMark, { to }: { to: number }): number {
  return until === undefined ? at : (until ?? to)
}

function placeSpans(marks: PerformanceMark[], stretch: Stretch): PlacedMark[] {
  const groups: PlacedMark[] = []
  for (const mark of marks) {
    const left = Math.max(0, pixelsAt(mark.at, stretch))
    const right = Math.max(left + spanWidthMin, Math.min(stretch.width, pixelsAt(endOf(mark, stretch), stretch)))
    const last = groups.at(-1)
    if (last && left < last.left + Math.max(last.width, pinWidth)) {
      last.marks.push(mark)
      last.width = Math.max(last.width, right - last.left)
    } else groups.push({ id: mark.id, left, width: right - left, marks: [mark], label: '', side: 'nowhere' })
  }
  return labelled(groups, stretch, (group) => [group.left, group.left + group.width], true)
}

function placePins(marks: PerformanceMark[], stretch: Stretch): PlacedMark[] {
  const groups: PlacedMark[] = []
  for (const mark of marks) {
    const left = pixelsAt(mark.at, stretch)
    const last = groups.at(-1)
    if (last && left < last.left + pinWidth) last.marks.push(mark)
    else groups.push({ id: mark.id, left, width: 0, marks: [mark], label: '', side: 'nowhere' })
  }
  return labelled(groups, stretch, ({ left }) => [left - pinHalf, left + pinHalf], false)
}

/** Gives each label the room that its neighbours leave. */
function labelled(
  groups: PlacedMark[],
  { width, hasLabels }: Stretch,
  edges: (group: PlacedMark) => [start: number, end: number],
  mayBeInside: boolean,
): PlacedMark[] {
  let taken = 0
  return groups.map((group, index) => {
    const [start, end] = edges(group)
    const next = groups[index + 1]
    const label = group.marks.length > 1 ? `${group.marks.length} events` : (group.marks[0]?.label ?? '')
    const needed = widthOf(label) + spaceAround
    const fits = {
      inside: mayBeInside && group.width >= needed + 6,
      after: end + needed <= (next ? edges(next)[0] : width),
      before: start - needed >= taken,
    }
    const side = !hasLabels ? 'nowhere' : (sides.find((each) => fits[each]) ?? 'nowhere')
    taken = side === 'after' ? end + needed : end
    return { ...group, label, side }
  })
}

const sides = ['inside', 'after', 'before'] as const

function pixelsAt(at: number, { from, to, width }: Stretch): number {
  return ((at - from) / Math.max(1, to - from)) * width
}

/** About, in the small type of the marks: nothing is measured, as labels move each second. */
function widthOf(label: string): number {
  return Math.min([...label].length * 5.7, labelWidthMax)
}

export const labelWidthMax = 224
