import type UPlot from 'uplot'
import type { ChartDrawing } from './chart'
import type { ChartColours } from './chart-colours'

/** What lies under the lines: grid, limits, and what happened meanwhile. */
export function drawGround(plot: UPlot, drawing: ChartDrawing, colours: ChartColours): void {
  const { ctx, bbox } = plot
  const pixel = devicePixelRatio
  const xOf = (at: number) => plot.valToPos(Math.min(Math.max(at, drawing.from), drawing.to), 'x', true)
  const yOf = (value: number) => plot.valToPos(value, 'y', true)
  const right = bbox.left + bbox.width
  const foot = bbox.top + bbox.height

  ctx.save()
  for (const { from, to } of drawing.bands) {
    ctx.fillStyle = colours.band
    ctx.fillRect(xOf(from), bbox.top, Math.max(xOf(to) - xOf(from), pixel), bbox.height)
  }
  ctx.lineWidth = pixel
  for (const value of drawing.grid) {
    ctx.strokeStyle = colours.grid
    line(ctx, bbox.left, crisp(yOf(value)), right, crisp(yOf(value)))
  }
  ctx.setLineDash([5 * pixel, 3 * pixel])
  for (const value of drawing.limits) {
    ctx.strokeStyle = colours.limit
    line(ctx, bbox.left, crisp(yOf(value)), right, crisp(yOf(value)))
  }
  ctx.setLineDash([2 * pixel, 3 * pixel])
  for (const { at, isAlert } of drawing.moments) {
    if (at < drawing.from || at > drawing.to) continue
    ctx.strokeStyle = isAlert ? colours.limit : colours.people
    line(ctx, crisp(xOf(at)), bbox.top, crisp(xOf(at)), foot)
  }
  ctx.restore()
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath()
  ctx.moveTo(x0, y0)
  ctx.lineTo(x1, y1)
  ctx.stroke()
}

/** On the middle of a pixel, so that a line of one is not two of half. */
function crisp(position: number): number {
  return Math.round(position) + 0.5
}
