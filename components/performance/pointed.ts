import type { KeyboardEvent, PointerEvent } from 'react'
import type { PerformancePoint } from '@/server/performance/performance'
import { zoomBetween } from './performance-address'
import { nearestPoint } from './performance-columns'
import type { Frame } from './performance-frame'
import type { Signal } from './signal'

/**
 * Where the crosshair stands. Under a mouse it keeps its place while time moves on below it; moved by keys or a finger
 * it keeps its moment. `anchor` is where a stretch begins that is being chosen, `downX` where the mouse was pressed for it.
 */
export type Pointed = ({ fraction: number } | { at: number }) & { anchor?: number; downX?: number }
export type Zoom = { from: number; to: number }

export function momentOf(pointed: Pointed, { from, to }: Frame): number {
  return 'at' in pointed ? pointed.at : from + pointed.fraction * (to - from)
}

/** The point under the crosshair; null where there is none near: in a gap, or before the first. */
export function pointAt(pointed: Pointed | null, frame: Frame): PerformancePoint | null {
  if (!pointed) return null
  const at = momentOf(pointed, frame)
  const point = frame.points[nearestPoint(frame.points, at)]
  return point && point.at >= frame.from && Math.abs(point.at - at) <= 2.5 * Math.max(frame.step, point.seconds)
    ? point
    : null
}

/** Less than so many pixels were a press, not a stretch. */
const dragMin = 6

/** Mouse and finger, for the box around all charts. The charts in it carry `data-plot`. */
export function pointerHandlers(pointed: Signal<Pointed | null>, frame: Signal<Frame>, onZoom: (zoom: Zoom) => void) {
  const fractionAt = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const box = currentTarget.querySelector('[data-plot]')?.getBoundingClientRect()
    return box ? Math.min(Math.max((clientX - box.left) / box.width, 0), 1) : 0
  }
  const isOverPlot = ({ target }: PointerEvent) => target instanceof Element && target.closest('[data-plot]') !== null

  return {
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { anchor, downX } = pointed.get() ?? {}
      if (event.pointerType !== 'mouse' && event.buttons === 0) return
      if (anchor === undefined && !isOverPlot(event)) return event.pointerType === 'mouse' && pointed.set(null)
      pointed.set({ fraction: fractionAt(event), ...(anchor === undefined ? {} : { anchor, downX }) })
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (!isOverPlot(event) || event.button !== 0) return
      const fraction = fractionAt(event)
      if (event.pointerType !== 'mouse') return pointed.set({ at: momentOf({ fraction }, frame.get()) })
      event.currentTarget.setPointerCapture(event.pointerId)
      pointed.set({ fraction, anchor: momentOf({ fraction }, frame.get()), downX: event.clientX })
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const now = pointed.get()
      if (now?.anchor === undefined) return
      pointed.set({ fraction: fractionAt(event) })
      const distance = Math.abs(event.clientX - (now.downX ?? event.clientX))
      if (distance >= dragMin) onZoom(zoomBetween(now.anchor, momentOf(now, frame.get())))
    },
    onPointerCancel: () => pointed.set(null),
    onPointerLeave: ({ pointerType }: PointerEvent) => {
      if (pointerType === 'mouse' && pointed.get()?.anchor === undefined) pointed.set(null)
    },
  }
}

const steps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** Arrows move from point to point, with Shift they choose a stretch, Enter looks into it, Escape leaves. */
export function moveByKey(
  event: KeyboardEvent<HTMLElement>,
  pointed: Signal<Pointed | null>,
  frame: Frame,
  onZoom: (zoom: Zoom) => void,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey || frame.points.length === 0) return
  const now = pointed.get()
  const here = now ? momentOf(now, frame) : frame.to
  const step = steps[event.key]
  if (step !== undefined) {
    const last = frame.points.length - 1
    const index = now ? Math.min(Math.max(nearestPoint(frame.points, here) + step, 0), last) : last
    const at = frame.points[index]?.at ?? here
    pointed.set(event.shiftKey ? { at, anchor: now?.anchor ?? here } : { at })
  } else if (event.key === 'Enter') {
    // Without a stretch a quarter to either side, which is what the button does too
    const quarter = (frame.to - frame.from) / 4
    const around = zoomBetween(Math.max(frame.from, here - quarter), Math.min(frame.to, here + quarter))
    onZoom(now?.anchor === undefined ? around : zoomBetween(now.anchor, here))
    pointed.set({ at: here })
  } else if (event.key === 'Escape') {
    pointed.set(null)
    event.currentTarget.blur()
  } else return
  event.preventDefault()
}
