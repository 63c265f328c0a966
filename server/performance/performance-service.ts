import type { Actor } from '@/server/auth/actor'
import { evenIfNobodyWaits } from '@/server/caller'
import { forbidden } from '@/server/errors'
import { operation } from '@/server/operation'
import type { PerformanceQuery, PerformanceView } from '@/server/performance/performance'
import { performanceCan } from '@/server/performance/performance-policy'
import { makeView } from '@/server/performance/performance-view-service'
import { zoomOf } from '@/server/performance/zoom'
import { processWide } from '@/server/platform/process-wide'

/** How long the same view is good for others who ask for it. */
const sharedMs = 1000

/**
 * Everything that the page shows of a range: figures of all instances, or of one. What several ask for at the same
 * moment is read once. Times are real ones, as what is measured knows no other clock.
 * Fails with `forbidden` for everybody but administrators, and with `unavailable`.
 */
export const readPerformance = operation(
  'readPerformance',
  async (actor: Actor, query: PerformanceQuery): Promise<PerformanceView> => {
    refuseUnlessAllowed(actor)
    const now = Math.floor(Date.now() / 1000)
    return shared(JSON.stringify(query), () => makeView(zoomOf(query, now), query.instance, now))
  },
)

/** Fails with `forbidden`. */
export function refuseUnlessAllowed(actor: Pick<Actor, 'role'>): void {
  if (!performanceCan.view(actor)) throw forbidden('Only an administrator may see the performance.')
}

function shared(key: string, make: () => Promise<PerformanceView>): Promise<PerformanceView> {
  const views = processWide('performance-views', () => new Map<string, Promise<PerformanceView>>())
  const found = views.get(key)
  if (found) return found
  // For all who ask, also when the first of them has left
  const made = evenIfNobodyWaits(make)
  views.set(key, made)
  const forget = () => views.delete(key)
  made.then(() => setTimeout(forget, sharedMs).unref(), forget)
  return made
}
