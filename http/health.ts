import { Hono } from 'hono'
import { AppError } from '@/server/errors'
import { pingDatabase } from '@/server/platform/database'
import type { DoorState } from './api'

const databaseAnswersWithinMs = 2000

/**
 * For those who start, balance and watch the program; without authentication. `/healthz` is true while the process
 * runs, `/readyz` while it should be sent requests: also before set-up, not while it drains.
 */
export function healthRoutes(state: () => DoorState): Hono {
  const routes = new Hono()
  routes.get('/healthz', (context) => context.json({ status: 'ok' }))
  routes.get('/readyz', async (context) => {
    if (state() !== 'open') throw new AppError('unavailable', `Roster is ${state()}.`)
    await answerInTime(pingDatabase())
    return context.json({ status: 'ready' })
  })
  return routes
}

async function answerInTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('unavailable', 'The database does not answer.')),
      databaseAnswersWithinMs,
    )
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
