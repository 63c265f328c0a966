import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '@/server/errors'

/** Seconds that a test's request lives ahead of, or behind, everybody else. Without ROSTER_TEST_CLOCK it means nothing. */
export const testClockHeader = 'x-roster-clock'

const farthestSeconds = 10 * 366 * 86_400

/** Fails with `invalid` for anything but a number of seconds, at most ten years away. */
export function clockOffsetMs(headers: IncomingHttpHeaders): number {
  const seconds = Number(headers[testClockHeader] ?? 0)
  if (Number.isFinite(seconds) && Math.abs(seconds) <= farthestSeconds) return seconds * 1000
  throw new AppError('invalid', `${testClockHeader} takes seconds, such as 900.`)
}
