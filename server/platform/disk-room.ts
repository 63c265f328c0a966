import { processWide } from '@/server/platform/process-wide'

/** SQLSTATE "disk full". https://www.postgresql.org/docs/current/errcodes-appendix.html */
const diskFull = '53100'
/** What the program measures is written each second: while there is no room, it is said again and again. */
const believedMs = 5000

const kept = () => processWide('disk-room', () => ({ refusedAt: Number.NEGATIVE_INFINITY }))

/** Told of each statement that failed. */
export function noteRoom(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === diskFull) kept().refusedAt = performance.now()
}

/** Whether the database has refused, just now, to write something as its disk is full. It may still be read. */
export function lacksRoom(): boolean {
  return performance.now() - kept().refusedAt < believedMs
}
