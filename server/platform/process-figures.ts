import { statfs } from 'node:fs/promises'
import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks'
import { log } from '@/server/log'
import { timer, watch } from '@/server/measure'
import { processWide } from '@/server/platform/process-wide'

/** How often the delay of the event loop is looked at: each look is late by at least this much, which is no delay. */
const resolutionMs = 10
const diskEveryMs = 30_000

/**
 * What this process is to itself, each read once at every look of the recorder: delay and use of its event loop,
 * memory, garbage collection, what it has open, and the disk of the data directory. Started once, until the end.
 */
export function startProcessFigures(dataDir: string): void {
  processWide('process-figures', () => {
    watchEventLoop()
    watch('heap.usedBytes', () => process.memoryUsage().heapUsed)
    watch('resident.bytes', () => process.memoryUsage.rss())
    watch('handles.active', () => process.getActiveResourcesInfo().length)
    const pauses = timer('gc')
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) pauses.record(duration * 1000)
    }).observe({ entryTypes: ['gc'] })
    watchDisk(dataDir)
    return true
  })
}

function watchEventLoop(): void {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  watch(
    'loop.delayMsP99',
    sinceLastLook(() => {
      const ms = delays.count === 0 ? null : Math.max(delays.percentile(99) / 1e6 - resolutionMs, 0)
      delays.reset()
      return ms
    }),
  )
  let before = performance.eventLoopUtilization()
  watch(
    'loop.utilisation',
    sinceLastLook(() => {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, before)
      before = now
      return utilization
    }),
  )
}

/** What begins anew at each look must not be taken away from the recorder by others who look at the same moment. */
function sinceLastLook(look: () => number | null): () => number | null {
  let lookedAt = Number.NEGATIVE_INFINITY
  let value: number | null = null
  return () => {
    if (performance.now() - lookedAt < 500) return value
    lookedAt = performance.now()
    value = look()
    return value
  }
}

function watchDisk(dataDir: string): void {
  let freeRatio: number | null = null
  const look = async () => {
    try {
      const { bavail, blocks } = await statfs(dataDir)
      freeRatio = blocks > 0 ? bavail / blocks : null
    } catch (error) {
      freeRatio = null
      log().warn({ err: error }, 'the free space of the data directory is not known')
    }
  }
  void look()
  setInterval(() => void look(), diskEveryMs).unref()
  watch('disk.freeRatio', () => freeRatio)
}
