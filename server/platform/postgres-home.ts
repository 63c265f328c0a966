import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { copiedPostgresBinaries, installedPostgresBinaries } from './postgres-binaries'
import { lockName } from './process-lock.mjs'
import { StartError } from './start-error'

/** Where the embedded database of one data directory lives, and as whom it runs. */
export type PostgresHome = {
  /** Distinguishes its processes from those of other databases on this machine. */
  id: string
  directory: string
  /** PostgreSQL's own data directory. */
  cluster: string
  logFile: string
  binaries: string
  /** Whom to become; nobody else than ourselves when absent. */
  user: { uid: number; gid: number } | undefined
}

const systemUser = 'roster-postgres'
const rootsPlace = '/var/lib/roster'

/**
 * Finds the database's home, or makes it. It is `postgres` in the data directory; under root, for whom PostgreSQL does
 * not run, that is a link to a directory that a system user owns, outside of any home directory.
 */
export function postgresHome(dataDir: string): PostgresHome {
  const path = join(dataDir, 'postgres')
  const root = process.getuid?.() === 0
  const id = lockName(dataDir, 'postgres home').slice(0, 12)
  if (root) openRootsPlace()
  if (!lstatSync(path, { throwIfNoEntry: false })) {
    if (root) makeRootsHome(path, dataDir, id)
    else mkdirSync(path, { mode: 0o700 })
  }
  const directory = postgresDirectory(dataDir)
  const { uid, gid } = statSync(directory)
  if (root && uid === 0) throw new StartError(`${directory} belongs to root, as whom PostgreSQL does not run`)
  return {
    id: `roster-${id}`,
    directory,
    cluster: join(directory, 'cluster'),
    logFile: join(directory, 'postgres.log'),
    binaries: root ? copiedPostgresBinaries(rootsPlace) : installedPostgresBinaries(),
    user: root ? { uid, gid } : undefined,
  }
}

/** The real place of the database's home. Fails with a StartError where there is none. */
export function postgresDirectory(dataDir: string): string {
  const path = join(dataDir, 'postgres')
  try {
    return realpathSync(path)
  } catch {
    throw new StartError(`${path} leads nowhere: the embedded database of this data directory is missing`)
  }
}

function makeRootsHome(path: string, dataDir: string, id: string): void {
  const directory = join(rootsPlace, `${basename(dataDir).replace(/[^\w-]/g, '') || 'data'}-${id}`)
  const { uid, gid } = findSystemUser() ?? makeSystemUser()
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(join(directory, 'belongs-to'), `${dataDir}\n`, { mode: 0o600 })
  chownSync(directory, uid, gid)
  symlinkSync(directory, path)
}

/** Passable for the system user, whatever our umask; what lies in it is closed. */
function openRootsPlace(): void {
  try {
    mkdirSync(rootsPlace, { recursive: true })
    chmodSync(rootsPlace, 0o755)
  } catch (error) {
    throw new StartError(
      `Under root the embedded PostgreSQL lives in ${rootsPlace}, which cannot be made (${String(error)}): ` +
        'start Roster as another user, or set DATABASE_URL',
    )
  }
}

function findSystemUser(): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${systemUser}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}

/** By shadow's useradd, or by busybox's adduser. Another Roster may be making it at the same moment. */
function makeSystemUser(): { uid: number; gid: number } {
  const home = '/nonexistent'
  const shell = '/bin/false'
  const commands: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', home, '--shell', shell, systemUser]],
    ['adduser', ['-S', '-D', '-H', '-h', home, '-s', shell, systemUser]],
    ['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', home, '--shell', shell, systemUser]],
  ]
  for (const [command, args] of commands) {
    try {
      execFileSync(command, args, {
        stdio: 'pipe',
        env: { NODE_ENV: 'production', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      })
    } catch {}
    const user = findSystemUser()
    if (user) return user
  }
  throw new StartError(
    `PostgreSQL does not run as root, and the system user ${systemUser} cannot be made for it: ` +
      'start Roster as another user, or set DATABASE_URL',
  )
}
