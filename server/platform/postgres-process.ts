import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresHome } from './postgres-home'

/** The environment of every PostgreSQL program: none of ours (PGDATA, PGPORT …) may reach it. */
export const postgresEnv: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: '/usr/bin:/bin', LANG: 'C', TZ: 'UTC' }

/** For two cores that the web server shares. Whatever is not named here has PostgreSQL's default, durability above all. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '192MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '1GB',
  random_page_cost: '1.1',
  max_parallel_workers: '2',
  max_parallel_workers_per_gather: '1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Failed statements are logged by Roster; here they would put people's data into a second file
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
}

/**
 * Starts the server in a session of its own, so that neither Ctrl-C nor our own death reaches it, and returns its
 * process id at once: it may still fail, or be recovering.
 */
export function launchPostgres(home: PostgresHome, port: number, extra: Record<string, string>): number {
  const all = { ...settings, ...extra, port: String(port), cluster_name: home.id }
  const log = openSync(rotated(home.logFile), 'a', 0o600)
  try {
    const child = spawn(
      join(home.binaries, 'bin', 'postgres'),
      ['-D', home.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { detached: true, stdio: ['ignore', log, log], cwd: '/', env: postgresEnv, ...home.user },
    )
    child.once('error', () => {})
    child.unref()
    return child.pid ?? 0
  } finally {
    closeSync(log)
  }
}

/** The process id of the server that runs on this cluster, whoever started it; null when none does. */
export function findPostmaster(home: PostgresHome): number | null {
  const pid = Number(pidFile(home)?.[0])
  return pid > 0 && isPostmaster(home, pid) ? pid : null
}

/** A process id alone proves nothing: after a restart of the machine or container it may be anybody's. */
export function isPostmaster(home: PostgresHome, pid: number): boolean {
  return commandLine(pid).includes(` -D ${home.cluster} `)
}

/** The port that a running server has, from its own pid file. */
export function postmasterPort(home: PostgresHome): number | null {
  return Number(pidFile(home)?.[3]) || null
}

/**
 * PostgreSQL does not start while its pid file names a living process of its user, even one that is no PostgreSQL. Ours
 * is a name that it knows to be stale, being its parent's. The rest of the file stays: by it PostgreSQL sees whether
 * processes of the dead server are still at work.
 */
export function disownPidFile(home: PostgresHome): void {
  const lines = pidFile(home)
  if (lines) writeFileSync(join(home.cluster, 'postmaster.pid'), [process.pid, ...lines.slice(1)].join('\n'))
}

/** Kills what a killed server has left behind: processes that wait for nothing and keep the next server from starting. */
export function killOrphans(home: PostgresHome): number {
  if (process.platform !== 'linux' || findPostmaster(home)) return 0
  const orphans = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && commandLine(pid).startsWith(`postgres: ${home.id}: `))
  for (const pid of orphans) signal(pid, 'SIGKILL')
  return orphans.length
}

/** Fast stop (connections are cut, data is checkpointed), then a hard one; the log is replayed after a hard one. */
export async function stopPostmaster(home: PostgresHome, pid: number, timeoutMs = 6000): Promise<boolean> {
  for (const [name, waitMs] of [
    ['SIGINT', timeoutMs],
    ['SIGQUIT', 2000],
  ] as const) {
    signal(pid, name)
    const deadline = Date.now() + waitMs
    while (Date.now() < deadline) {
      if (!isPostmaster(home, pid)) return true
      await sleep(20)
    }
  }
  return false
}

/** Where the log ends now: what is said from here on is of the next start. */
export function logEnd(home: PostgresHome): number {
  return statSync(home.logFile, { throwIfNoEntry: false })?.size ?? 0
}

/** Why the server did not start, in its own words; empty when it has said nothing. */
export function lastComplaint(home: PostgresHome, from: number): string {
  try {
    const log = readFileSync(home.logFile)
    const lines = log
      .subarray(from > log.length ? 0 : from)
      .toString()
      .trim()
      .split('\n')
    const complaint = lines.findLast((line) => /FATAL|PANIC|could not/.test(line)) ?? lines.at(-1) ?? ''
    return complaint.replace(/^.*?\[\d+\] /, '')
  } catch {
    return ''
  }
}

/** One older log is kept; both stay small, since statements are not logged. */
function rotated(logFile: string): string {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) renameSync(logFile, `${logFile}.1`)
  return logFile
}

function pidFile(home: PostgresHome): string[] | null {
  try {
    return readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
}

/** Empty for a process that is gone, or dead and not yet buried. */
function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')} `
    return `${execFileSync('ps', ['-o', 'command=', '-ww', '-p', String(pid)], { encoding: 'utf8' }).trim()} `
  } catch {
    return ''
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // Gone already
  }
}
