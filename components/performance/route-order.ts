import type { RouteFigures } from '@/server/performance/performance'

export type RouteColumn = 'route' | 'requests' | 'p50Ms' | 'p95Ms' | 'p99Ms' | 'maxMs' | 'errorRatio'
export type RouteOrder = { by: RouteColumn; direction: 'ascending' | 'descending' }

/** Names go up first, figures down: who sorts by a figure looks for the worst. */
export function nextOrder(order: RouteOrder, by: RouteColumn): RouteOrder {
  const first = by === 'route' ? 'ascending' : 'descending'
  if (order.by !== by) return { by, direction: first }
  return { by, direction: order.direction === 'ascending' ? 'descending' : 'ascending' }
}

/** What has no figure comes last, whichever way it goes. */
export function inOrder(routes: readonly RouteFigures[], { by, direction }: RouteOrder): RouteFigures[] {
  const sign = direction === 'ascending' ? 1 : -1
  return routes.toSorted((one, other) => {
    if (by === 'route') return sign * nameOf(one).localeCompare(nameOf(other), 'en')
    const [left, right] = [one[by], other[by]]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * (left - right)
  })
}

function nameOf({ route, method }: RouteFigures): string {
  return `${route} ${method}`
}
