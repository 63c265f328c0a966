import 'server-only'
import { askedOf, type PerformanceAsked, queryOf } from '@/components/performance/performance-address'
import type { FirstPerformance } from '@/components/performance/use-performance'
import type { Actor } from '@/server/auth/actor'
import { requestFacts } from '@/server/auth/auth-session'
import { appErrorOf } from '@/server/errors'
import { log } from '@/server/log'
import { readPerformance } from '@/server/performance/performance-service'

/**
 * The figures that the page is first drawn with. A database that is away is part of the answer: the page shows it in
 * its place. Whoever may not see them gets no page, and bugs pass through.
 */
export async function readFirstPerformance(actor: Actor, address: PerformanceAsked): Promise<FirstPerformance> {
  const asked = askedOf(address)
  try {
    return { asked, view: await readPerformance(actor, queryOf(address)), failure: null }
  } catch (error) {
    const known = appErrorOf(error)
    if (!known || known.code === 'forbidden') throw error
    const { requestId } = await requestFacts()
    log().warn({ err: error, requestId }, 'the figures could not be read')
    return { asked, view: null, failure: { status: 503, message: known.message, requestId } }
  }
}
