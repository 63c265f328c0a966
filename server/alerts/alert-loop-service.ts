import { watchAlerts } from '@/server/alerts/alert-watch-service'
import { deliverDue } from '@/server/alerts/delivery-service'
import { appErrorOf } from '@/server/errors'
import { log } from '@/server/log'

const everyMs = 1000

/**
 * Watches over the figures and sends what is to be sent, once a second until the answered function is called, which ends
 * when nothing is under way any more. While the database is away both wait for it.
 */
export function startAlerts(): () => Promise<void> {
  const ended = new AbortController()
  const watching = repeat('alerts could not be watched', ended.signal, async () => {
    while (!ended.signal.aborted && (await watchAlerts()));
  })
  // Not one after another: a slow target must not keep others waiting until it has answered
  const under = new Set<Promise<void>>()
  const sending = repeat('alerts could not be sent', ended.signal, async () => {
    const round = deliverDue(ended.signal)
    const settled = round.catch(() => {}).finally(() => under.delete(settled))
    under.add(settled)
    // What fails at once is the database; the rest ends in its own time
    await Promise.race([round, new Promise((done) => setTimeout(done, everyMs / 2))])
  })
  return async () => {
    ended.abort()
    await Promise.all([watching, sending, ...under])
  }
}

async function repeat(failure: string, ended: AbortSignal, work: () => Promise<void>): Promise<void> {
  let isFailing = false
  while (!ended.aborted) {
    try {
      await work()
      isFailing = false
    } catch (error) {
      // Once: a database that is away would fill the log
      if (!isFailing) log()[appErrorOf(error) ? 'warn' : 'error']({ err: error }, failure)
      isFailing = true
    }
    await pause(ended)
  }
}

function pause(ended: AbortSignal): Promise<void> {
  if (ended.aborted) return Promise.resolve()
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer)
      ended.removeEventListener('abort', end)
      done()
    }
    const timer = setTimeout(end, everyMs)
    ended.addEventListener('abort', end)
  })
}
