import UPlot, { type Options, type Series } from 'uplot'
import { type ChartColour, type ChartColours, onThemeChange, readColours } from './chart-colours'
import { drawGround } from './chart-ground'

export type { ChartColour } from './chart-colours'
export type ChartLook = 'line' | 'area' | 'bars' | 'steps'
export type ChartSeries = { look: ChartLook; colour: ChartColour; dash?: boolean }

/** All that one drawing shows. Times in seconds since 1970; the value axis goes from zero to `top`. */
export type ChartDrawing = {
  from: number
  to: number
  top: number
  times: readonly number[]
  /** One column for each series; a null is a gap */
  values: ReadonlyArray<ReadonlyArray<number | null>>
  /** Lines across, at these values */
  grid: readonly number[]
  /** Limits: dashed lines across */
  limits: readonly number[]
  /** Stretches and moments that mean something, from top to foot */
  bands: ReadonlyArray<{ from: number; to: number }>
  moments: ReadonlyArray<{ at: number; isAlert: boolean }>
}

export type Chart = { draw: (drawing: ChartDrawing) => void; destroy: () => void }

/**
 * Lines over time on a canvas that fills the element and follows its size and the theme. It draws and nothing else: axes,
 * names and the crosshair are of HTML, where they can be read and reached.
 */
export function createChart(element: HTMLElement, series: readonly ChartSeries[]): Chart {
  let drawing: ChartDrawing | null = null
  let colours = readColours(element)
  const options: Options = {
    width: Math.max(element.clientWidth, 1),
    height: Math.max(element.clientHeight, 1),
    padding: [0, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, range: () => [drawing?.from ?? 0, drawing?.to ?? 1] },
      y: { range: () => [0, drawing?.top ?? 1] },
    },
    series: [{}, ...series.map((each) => seriesOf(each, () => colours))],
    hooks: { drawClear: [(plot) => drawing && drawGround(plot, drawing, colours)] },
  }
  const plot = new UPlot(options, [[], ...series.map(() => [])], element)
  const size = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = element
    if (width > 0 && height > 0 && (width !== plot.width || height !== plot.height)) plot.setSize({ width, height })
  })
  size.observe(element)
  const forgetTheme = onThemeChange(() => {
    colours = readColours(element)
    plot.redraw(false)
  })
  return {
    draw: (next) => {
      drawing = next
      // Without points it would not learn the scales that the ground needs
      const hasPoints = next.times.length > 0
      plot.setData([
        hasPoints ? [...next.times] : [next.from, next.to],
        ...next.values.map((column) => (hasPoints ? [...column] : [null, null])),
      ])
    },
    destroy: () => {
      forgetTheme()
      size.disconnect()
      plot.destroy()
    },
  }
}

const areas = { line: 'lineArea', teal: 'tealArea' } as const
const { linear, stepped, bars } = UPlot.paths
const paths = {
  line: linear?.({ alignGaps: 0 }),
  area: linear?.({ alignGaps: 0 }),
  steps: stepped?.({ align: 1 }),
  bars: bars?.({ size: [0.7, 5, 1], align: 1 }),
}

function seriesOf({ look, colour, dash }: ChartSeries, colours: () => ChartColours): Series {
  const stroke = () => colours()[colour]
  const fill = () => colours()[colour === 'line' || colour === 'teal' ? areas[colour] : colour]
  return {
    paths: paths[look],
    stroke: look === 'bars' ? undefined : stroke,
    fill: look === 'bars' ? stroke : look === 'area' ? fill : undefined,
    fillTo: 0,
    width: look === 'bars' ? 0 : 1.5,
    dash: dash ? [4, 3] : undefined,
    pxAlign: look === 'steps' || look === 'bars' ? 1 : 0,
    // A point without neighbours is no line, but it is there
    points: look === 'bars' ? { show: false } : { show: false, filter: lonePoints, size: 3, width: 0, fill: stroke },
  }
}

function lonePoints(plot: UPlot, index: number): number[] {
  const column = plot.data[index] ?? []
  const found: number[] = []
  for (let at = 0; at < column.length; at++) {
    if (column[at] != null && column[at - 1] == null && column[at + 1] == null) found.push(at)
  }
  return found
}
