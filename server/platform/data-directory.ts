import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { lockName, processLockHolder, tryProcessLock } from './process-lock.mjs'
import { StartError } from './start-error'

export { keptSecret } from './kept-secret.mjs'

/**
 * Makes the data directory (mode 0700) and returns its absolute path. One that exists keeps its mode: whoever names a
 * shared directory must not find it closed. What is secret lies in subdirectories of mode 0700.
 * Fails with a StartError where it cannot be made or written to.
 */
export function makeDataDirectory(path: string): string {
  const dataDir = resolve(path)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartError(`The data directory ${dataDir} cannot be used: ${reason(error)}`)
  }
  return dataDir
}

/**
 * Makes this process the one server of the data directory, until the returned function is called or the process dies.
 * A second server fails with a StartError at once. The database is no place for this lock: it may be shared by many
 * servers, be away, or not have been started yet.
 */
export async function lockDataDirectory(dataDir: string): Promise<() => Promise<void>> {
  const name = lockName(dataDir, 'server')
  const release = await tryProcessLock(name)
  if (release) return release
  const holder = await processLockHolder(name)
  throw new StartError(`Roster is already running on ${dataDir}${holder ? ` (process ${holder})` : ''}`)
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
