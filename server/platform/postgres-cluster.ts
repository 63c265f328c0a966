import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PostgresHome } from './postgres-home'
import { postgresEnv } from './postgres-process'
import { StartError } from './start-error'

/**
 * Names are sorted as people expect (adam, Åsa, Eva, Zoe) by ICU's rules for all languages, as the database's default,
 * so that no query has to name a collation. PostgreSQL's own C.UTF-8 would put Zoe before adam and Åsa after both.
 * The character classes must be a UTF-8 locale's all the same: under plain C, pg_trgm sees no letters but a to z, and a
 * search for Иван would read the whole table. Tried in turn, since a system may lack either.
 */
const characterClasses = ['C.UTF-8', 'en_US.UTF-8']

/**
 * Makes PostgreSQL's data directory where it is missing. It gets its name when it is complete, so that one whose
 * making was cut short is never taken for one. Fails with a StartError.
 */
export async function makeCluster(home: PostgresHome, superuserPassword: string, durable: boolean): Promise<boolean> {
  removeDrafts(home)
  if (existsSync(home.cluster)) {
    checkMajorVersion(home)
    return false
  }
  const draft = `${home.cluster}.${randomBytes(4).toString('hex')}`
  const passwordFile = `${draft}.password`
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600, flag: 'wx' })
  if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid)
  let failure: StartError | undefined
  for (const locale of characterClasses) {
    failure = await initdb(home, [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, `--lc-ctype=${locale}`], durable)
    if (!failure) break
  }
  rmSync(passwordFile)
  if (failure) throw failure
  renameSync(draft, home.cluster)
  return true
}

function initdb(home: PostgresHome, args: string[], durable: boolean): Promise<StartError | undefined> {
  const rest = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=icu']
  rest.push('--icu-locale=und', '--locale=C', '--no-instructions', ...(durable ? [] : ['--no-sync']))
  return new Promise((resolve) => {
    const program = join(home.binaries, 'bin', 'initdb')
    execFile(program, [...args, ...rest], { env: postgresEnv, cwd: '/', ...home.user }, (error, _output, complaint) => {
      const lastLine = complaint.trim().split('\n').at(-1) || error?.message
      resolve(error ? new StartError(`The embedded database could not be made: ${lastLine}`) : undefined)
    })
  })
}

/** What a start that was killed has left. Its initdb may still be writing: then it is for the next start to remove. */
function removeDrafts(home: PostgresHome): void {
  for (const name of readdirSync(home.directory)) {
    if (!name.startsWith('cluster.')) continue
    try {
      rmSync(join(home.directory, name), { recursive: true, force: true })
    } catch {}
  }
}

function checkMajorVersion(home: PostgresHome): void {
  const theirs = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim()
  const catalog = readFileSync(join(home.binaries, 'share', 'postgresql', 'postgres.bki'), 'utf8').slice(0, 40)
  const ours = /PostgreSQL (\d+)/.exec(catalog)?.[1]
  if (ours !== theirs) {
    throw new StartError(
      `The embedded database was made by PostgreSQL ${theirs}, and this Roster brings ${ours}: dump it with the Roster ` +
        'that made it, and load it into this one',
    )
  }
}
