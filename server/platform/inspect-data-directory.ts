import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { lockName, processLockHolder } from './process-lock.mjs'

/** What can be wrong with a data directory, as it was found. */
export type DataDirectoryFacts = {
  path: string
  exists: boolean
  /** Why we can’t work in it; null when we can. */
  problem: string | null
  hasDatabase: boolean
  /** Paths of kept secrets that other users of the machine may read. */
  openSecrets: string[]
  damagedSecrets: string[]
  /** Where the database lies, which under root is elsewhere; null where that can't be told. */
  freeBytes: number | null
  /** The process id of the server that runs on it; null when none does. */
  server: number | null
}

/** Looks, and makes nothing. */
export async function inspectDataDirectory(dataDir: string): Promise<DataDirectoryFacts> {
  const path = resolve(dataDir)
  const problem = problemOf(path)
  const exists = existsSync(path)
  const secrets = secretsOf(path)
  const hasDatabase = existsSync(join(path, 'postgres'))
  return {
    path,
    exists,
    problem,
    hasDatabase,
    openSecrets: secrets.filter((file) => isOpen(file)),
    damagedSecrets: secrets.filter((file) => !isOpenable(file) || isDamaged(file)),
    freeBytes: exists ? freeBytes(hasDatabase ? realpathSync(join(path, 'postgres')) : path) : null,
    // Its name is made of a kept secret, which must not be made here
    server: existsSync(join(path, 'secrets/identity')) ? await serverOf(path) : null,
  }
}

function problemOf(path: string): string | null {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return statSync(path).isDirectory() ? null : 'it is a file'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function secretsOf(path: string): string[] {
  try {
    return readdirSync(join(path, 'secrets'))
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(path, 'secrets', name))
  } catch {
    return []
  }
}

/** The directory is closed to others; so a file is open only where both are. Windows has no such bits. */
function isOpen(file: string): boolean {
  if (process.platform === 'win32') return false
  const others = (path: string) => (statSync(path).mode & 0o077) !== 0
  return others(file) && others(join(file, '..'))
}

function isOpenable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** Each is 32 bytes or more, in base64. */
function isDamaged(file: string): boolean {
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64').length < 32
}

function freeBytes(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return null
  }
}

async function serverOf(path: string): Promise<number | null> {
  try {
    return await processLockHolder(lockName(path, 'server'))
  } catch {
    return null
  }
}
