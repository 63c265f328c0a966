import { sql } from 'drizzle-orm'
import { alertRules, alerts, deliveries, followers, performanceWindows, webhooks } from '@/drizzle/schema'
import { clock } from '@/server/clock'
import { emptyFigures, type Figures } from '@/server/performance/figures'
import { database } from '@/server/platform/database'

// Figures for tests of alerts: written as an instance writes them, at seconds that the test chooses

/** Memory in MiB, which every instance tells each second. */
export const memory = (mib: number): Figures => {
  const bytes = mib * 2 ** 20
  return { ...emptyFigures, gauges: { 'resident.bytes': { sum: bytes, samples: 1, max: bytes } } }
}

export async function tell(second: number, figures: Figures, instance = 'a'): Promise<void> {
  const row = { step: 1, at: new Date(second * 1000), instance, summary: figures, details: emptyFigures }
  await database().insert(performanceWindows).values(row).onConflictDoNothing()
}

/** Sets the clock so that `second` is the newest that is looked at. */
export function moveTo(second: number): void {
  clock.move((second + 2) * 1000 + 500 - Date.now())
}

/** Nothing fired, nobody looked yet, and there is room for an hour of seconds; answers the first one. */
export async function beginAnew(): Promise<number> {
  for (const table of [deliveries, alerts, webhooks, alertRules, followers, performanceWindows]) {
    await database().delete(table)
  }
  const first = Math.floor(Date.now() / 1000) - 300
  await database().execute(sql`select keep_performance(${new Date(first * 1000)})`)
  await database().execute(sql`select keep_performance(${new Date((first + 1200) * 1000)})`)
  return first
}
